"""One assignment from its files to a report: prove it, try it, rehearse it, judge what was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import msgspec

from grader.assignments import Assignment, Course
from grader.errors import CourseError
from grader.executors.templates import Proven, Templates
from grader.model import Record as Frozen
from grader.sandbox.base import Sandbox
from grader.validate.apart import RehearsalApart
from grader.validate.candidates import choices_of, reference_of, starter_of, wrong_ones
from grader.validate.elsewhere import Elsewhere, Variables, environments
from grader.validate.findings import Report
from grader.validate.observations import Candidate, Kind, Knowledge, Observed, Trial
from grader.validate.record import Record, read_record, write_record
from grader.validate.rehearsing import SECRET
from grader.validate.trials import Trials, trials
from grader.validate.verdict import fresh, record_of, report_of


class Effort(Frozen):
    """How much is tried."""

    full: bool
    repeats: int
    """How often the reference is graded in the sandbox."""
    secrets: int
    """With how many other secrets it is run."""
    runs: int
    """Of each accuracy check, to see how often right solutions miss it."""
    elsewhere: bool
    """Whether the reference runs with more threads and on other processors, too."""


QUICK = Effort(full=False, repeats=2, secrets=3, runs=0, elsewhere=False)
FULL = Effort(full=True, repeats=50, secrets=50, runs=300, elsewhere=True)


class Watcher(Protocol):
    """Somebody who wants to see how it goes."""

    def began(self, assignment: str) -> None:
        """An assignment is being validated."""

    def planned(self, candidates: int) -> None:
        """So many submissions of ours are tried."""

    def tried(self, name: str) -> None:
        """One more is done."""


@dataclass(frozen=True)
class Validation:
    """Validates assignments of one course in slots of one sandbox."""

    course: Course
    sandbox: Sandbox
    slots: int
    effort: Effort
    watcher: Watcher

    def reports(self, names: tuple[str, ...]) -> Iterator[Report]:
        """A report for each assignment. Raises CourseError, SandboxError.

        A full validation without a problem leaves its record with the course.
        """
        with trials(self.sandbox, self.slots) as slots:
            for name in names:
                yield self._report(self.course.assignment(name), slots)

    def _report(self, assignment: Assignment, slots: Trials) -> Report:
        self.watcher.began(assignment.id)
        record = read_record(assignment.record)
        seen = self._observe(assignment, slots, record)
        report = report_of(seen, record)
        if self.effort.full and not report.problems:
            write_record(assignment.record, record_of(seen))
        return report

    def _observe(self, assignment: Assignment, slots: Trials, record: Record | None) -> Observed:
        content = assignment.content()
        templates = Templates(self.course.root, SECRET)
        try:
            templates.prove([assignment])
        except CourseError as error:
            refused = error.problems or (error.message,)
            return Observed(
                assignment=assignment.id, full=self.effort.full, content=content, refused=refused
            )
        else:
            return self._tried(templates[assignment.id], slots, fresh(record, content), content)
        finally:
            templates.close()

    def _tried(
        self, proven: Proven, slots: Trials, record: Record | None, content: str
    ) -> Observed:
        assignment, effort = proven.assignment, self.effort
        with RehearsalApart(assignment, secrets=effort.secrets, runs=effort.runs) as rehearsal:
            knowledge = rehearsal.knowledge()
            here = self._candidates(assignment, knowledge, record)
            elsewhere = environments() if effort.elsewhere else {}
            self.watcher.planned(len(here) + len(elsewhere))
            found = self._watched(chain(slots.run(proven, here), _elsewhere(proven, elsewhere)))
            return Observed(
                assignment=assignment.id,
                full=effort.full,
                content=content,
                checks=proven.checks,
                knowledge=knowledge,
                trials=tuple(sorted(found, key=_place(here))),
                rehearsed=rehearsal.rehearsed(),
            )

    def _candidates(
        self, assignment: Assignment, knowledge: Knowledge, record: Record | None
    ) -> list[Candidate]:
        """What is tried; all mistakes meet all checks in full, or when there is no record."""
        known = None if self.effort.full else record
        return [
            *[reference_of(assignment)] * self.effort.repeats,
            starter_of(assignment),
            *wrong_ones(assignment, knowledge, known),
            *choices_of(assignment),
        ]

    def _watched(self, found: Iterable[Trial]) -> Iterator[Trial]:
        for trial in found:
            self.watcher.tried(trial.name)
            yield trial


def _elsewhere(proven: Proven, where: Mapping[str, Variables]) -> Iterator[Trial]:
    """The reference in other environments, one after the other."""
    reference = reference_of(proven.assignment)
    for name, variables in where.items():
        candidate = msgspec.structs.replace(reference, kind=Kind.ELSEWHERE, name=name)
        with trials(Elsewhere(variables), 1) as slots:
            yield from slots.run(proven, [candidate])


def _place(candidates: Iterable[Candidate]) -> Callable[[Trial], int]:
    """Trials end in any order; findings come in that of the candidates."""
    places = {candidate.name: place for place, candidate in enumerate(candidates)}
    return lambda trial: places.get(trial.name, len(places))
