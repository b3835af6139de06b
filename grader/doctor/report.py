"""What was found, and what to do about it."""

from __future__ import annotations

from enum import StrEnum

from grader.errors import GraderError
from grader.model import Record


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """`grader run` works, but less well than it could."""
    MISSING = "missing"
    """`grader run` does not work without it."""


class MachineFinding(Record):
    """One thing that was looked at."""

    area: str
    """A word or two: "Python", "docker image"."""
    state: State
    sentence: str
    remedy: str = ""
    """What to do. Never empty when the state is not OK."""


class MachineReport(Record):
    """All that was found on this machine."""

    findings: tuple[MachineFinding, ...]
    sandbox: str = ""
    """The sandbox that `auto` takes, if one works."""

    @property
    def ready(self) -> bool:
        """Whether `grader run` works here."""
        return all(finding.state is not State.MISSING for finding in self.findings)


def ok(area: str, sentence: str) -> MachineFinding:
    """All is well."""
    return MachineFinding(area=area, state=State.OK, sentence=sentence)


def warning(area: str, sentence: str, remedy: str) -> MachineFinding:
    """It works, but not as it should."""
    return MachineFinding(area=area, state=State.WARNING, sentence=sentence, remedy=remedy)


def missing(area: str, sentence: str, remedy: str) -> MachineFinding:
    """Nothing can be graded before this is repaired."""
    return MachineFinding(area=area, state=State.MISSING, sentence=sentence, remedy=remedy)


def missing_for(area: str, error: GraderError, remedy: str) -> MachineFinding:
    """What an error says; `remedy` where its hint is empty."""
    return missing(area, error.message, error.hint or remedy)


def warning_for(area: str, error: GraderError, remedy: str) -> MachineFinding:
    """What an error says that stops nobody; `remedy` where its hint is empty."""
    return warning(area, error.message, error.hint or remedy)
