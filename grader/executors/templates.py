"""The judge templates of a run: one per assignment, started together, ended together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.assignments import Assignment
from grader.errors import SandboxMissing
from grader.executors.runtime import absent, how_to_install
from grader.judge.worker.client import JudgeTemplate
from grader.model import Check

JUDGE = 20.0
"""Seconds that the judge's own work on a check may take, and three times that to say hello."""
BUSY = 4
"""How many times longer everything may take: the machine may have other work."""


@dataclass(frozen=True)
class Proven:
    """A template whose reference passed every check."""

    assignment: Assignment
    template: JudgeTemplate
    checks: tuple[Check, ...]

    @property
    def timeout(self) -> float:
        """Seconds after which a judge has failed: every check may use all of its wall time."""
        return BUSY * (len(self.checks) + 3) * (self.assignment.settings.limits.check_wall + JUDGE)


class Templates:
    """The templates, by the id of their assignment."""

    def __init__(self, course: Path, secret: bytes) -> None:
        self._course = course
        self._secret = secret
        self._started: list[JudgeTemplate] = []
        self._proven: dict[str, Proven] = {}

    def prove(self, assignments: Sequence[Assignment]) -> None:
        """Start them all, then wait until each has proved its reference.

        To be called in a thread that lives as long as the templates: they die with it. Raises
        CourseError when a reference does not prove itself, SandboxMissing when it cannot.
        """
        for assignment in assignments:
            _require(assignment.settings.packages, assignment.id)
        started = [self._start(assignment.id) for assignment in assignments]
        for assignment, template in zip(assignments, started, strict=True):
            self._proven[assignment.id] = Proven(assignment, template, template.prepared())

    def __getitem__(self, assignment: str) -> Proven:
        return self._proven[assignment]

    def stop(self) -> None:
        """End them and their judges at once."""
        for template in self._started:
            template.stop()

    def close(self) -> None:
        """End them."""
        self.stop()
        for template in self._started:
            template.close()

    def _start(self, assignment: str) -> JudgeTemplate:
        template = JudgeTemplate(self._course, assignment, self._secret)
        self._started.append(template)
        return template


def _require(packages: Iterable[str], assignment: str) -> None:
    missing = absent(packages)
    if missing:
        raise SandboxMissing(
            f"{assignment} needs {', '.join(missing)}, which is not installed here",
            hint=how_to_install(missing),
        )
