"""What a validation says: one finding for each thing it looked at, with a problem or without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from grader.model import Record


class Aspect(StrEnum):
    """What a finding is about, in the order in which they are shown."""

    RECORD = "record"
    REFERENCE = "reference"
    RIGHT = "right"
    STARTER = "starter"
    CAUGHT = "caught"
    NAMED = "named"
    CHECKS = "checks"
    SECOND = "second"
    CATALOGUE = "catalogue"
    VALUES = "values"
    ORACLE = "oracle"
    STEADY = "steady"
    TIME = "time"
    ACCURACY = "accuracy"
    HOME = "home"


MEANING = {
    Aspect.RECORD: "the committed record is of these files",
    Aspect.REFERENCE: "the reference earns everything, in the sandbox",
    Aspect.RIGHT: "right solutions in another style earn everything",
    Aspect.STARTER: "the blank starter earns nothing",
    Aspect.CAUGHT: "every known mistake fails a check",
    Aspect.NAMED: "every known mistake is named, and no other",
    Aspect.CHECKS: "every check is failed by a mistake",
    Aspect.SECOND: "written by others, mistakes are never misnamed",
    Aspect.CATALOGUE: "every promised mistake is known",
    Aspect.VALUES: "the reference returns what was recorded",
    Aspect.ORACLE: "independent functions return the same",
    Aspect.STEADY: "the grade does not depend on chance or machine",
    Aspect.TIME: "the limits leave room for slower code",
    Aspect.ACCURACY: "right solutions do not miss a threshold",
    Aspect.HOME: "public checks work at home, without the reference",
}
"""What holds where there is no problem."""


class Finding(Record):
    """One thing that was looked at."""

    aspect: Aspect
    subject: str
    """The mistake, check or function."""
    problem: str = ""
    """One sentence; empty when all is well."""


class Naming(Record):
    """How often mistakes as others write them were named; silence costs nothing."""

    named: int = 0
    silent: int = 0
    wrong: int = 0


class Repetition(Record):
    """How often the reference was run, and how often it lost something."""

    runs: int = 0
    """In the sandbox."""
    secrets: int = 0
    """With other random numbers."""
    environments: int = 0
    """With other threads and processors."""
    lost: int = 0
    """Runs of the sandbox in which it did not earn everything."""


class Report(Record):
    """What was found about one assignment."""

    assignment: str
    full: bool
    findings: tuple[Finding, ...]
    naming: Naming
    repetition: Repetition
    shares: dict[str, float]
    """By check: the share of its CPU limit that the reference needs."""

    @property
    def problems(self) -> tuple[Finding, ...]:
        """The findings that have one."""
        return tuple(finding for finding in self.findings if finding.problem)


def each(
    aspect: Aspect, subjects: Iterable[str], problems: dict[str, str] | dict[str, list[str]]
) -> Iterator[Finding]:
    """A finding for every subject, with its problem or problems if it has any."""
    for subject in subjects:
        said = problems.get(subject, "")
        for problem in [said] if isinstance(said, str) else said or [""]:
            yield Finding(aspect=aspect, subject=subject, problem=problem)
