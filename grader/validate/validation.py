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
from grader.model import Record
from grader.sandbox.base import Sandbox
from grader.validate.assessment import fresh, record_of, report_of
from grader.validate.candidates import (
    choices_of,
    reference_of,
    right_ones,
    spoilt_ones,
    starter_of,
    wrong_ones,
)
from grader.validate.environments import OtherEnvironment, Variables, environments
from grader.validate.findings import Report
from grader.validate.in_process import SECRET
from grader.validate.in_sandbox import SandboxTrials, trials
from grader.validate.observation import Candidate, CandidateKind, Knowledge, Observed, Trial
from grader.validate.observation_store import ObservationStore, key_of
from grader.validate.process_client import RehearsalProcess
from grader.validate.validation_record import ValidationRecord, read_record, write_record


class Effort(Record):
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


QUICK = Effort(full=False, repeats=2, secrets=11, runs=0, elsewhere=False)
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
    again: bool = False
    """Whether to try what was tried already, and is unchanged since."""

    def reports(self, names: tuple[str, ...]) -> Iterator[Report]:
        """A report for each assignment. Raises CourseError, SandboxError.

        A full validation without a problem leaves its record with the course.
        """
        with trials(self.sandbox, self.slots) as slots:
            for name in names:
                yield self._report(self.course.assignment(name), slots)

    def _report(self, assignment: Assignment, slots: SandboxTrials) -> Report:
        self.watcher.began(assignment.id)
        record = read_record(assignment.record)
        seen = self._observation(assignment, slots, record)
        report = report_of(seen, record)
        if self.effort.full and not report.problems:
            write_record(assignment.record, record_of(seen))
        return report

    def observation(self, name: str) -> Observed:
        """What was seen of an assignment: kept since its last change, or seen now."""
        with trials(self.sandbox, self.slots) as slots:
            assignment = self.course.assignment(name)
            return self._observation(assignment, slots, read_record(assignment.record))

    def _observation(
        self, assignment: Assignment, slots: SandboxTrials, record: ValidationRecord | None
    ) -> Observed:
        store = ObservationStore(self.course.root, "full" if self.effort.full else "quick")
        key = self._key(assignment, record)
        with store.turn(assignment.id):
            kept = None if self.again else store.read(assignment.id, key)
            if kept is not None:
                return kept
            seen = self._observe(assignment, slots, record)
            if not seen.refused:
                store.keep(seen, key)
            return seen

    def _key(self, assignment: Assignment, record: ValidationRecord | None) -> str:
        """What an observation depends on."""
        right = tuple(right_ones(self.course, assignment))
        depends = msgspec.json.encode((right, record, self.effort), order="sorted")
        parts = (assignment.content(), depends.decode())
        return key_of(
            parts,
            tier=self.sandbox.tier,
            image=self.sandbox.image,
            packages=assignment.settings.packages,
        )

    def _observe(
        self, assignment: Assignment, slots: SandboxTrials, record: ValidationRecord | None
    ) -> Observed:
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
        self, proven: Proven, slots: SandboxTrials, record: ValidationRecord | None, content: str
    ) -> Observed:
        assignment, effort = proven.assignment, self.effort
        with RehearsalProcess(assignment, secrets=effort.secrets, runs=effort.runs) as rehearsal:
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
        self, assignment: Assignment, knowledge: Knowledge, record: ValidationRecord | None
    ) -> list[Candidate]:
        """What is tried; all mistakes meet all checks in full, or when there is no record."""
        known = None if self.effort.full else record
        return [
            *[reference_of(assignment)] * self.effort.repeats,
            *right_ones(self.course, assignment),
            starter_of(assignment),
            *wrong_ones(assignment, knowledge, known),
            *choices_of(assignment),
            *spoilt_ones(assignment),
        ]

    def _watched(self, found: Iterable[Trial]) -> Iterator[Trial]:
        for trial in found:
            self.watcher.tried(trial.name)
            yield trial


def _elsewhere(proven: Proven, where: Mapping[str, Variables]) -> Iterator[Trial]:
    """The reference in other environments, one after the other."""
    reference = reference_of(proven.assignment)
    for name, variables in where.items():
        candidate = msgspec.structs.replace(reference, kind=CandidateKind.ELSEWHERE, name=name)
        with trials(OtherEnvironment(variables), 1) as slots:
            yield from slots.run(proven, [candidate])


def _place(candidates: Iterable[Candidate]) -> Callable[[Trial], int]:
    """SandboxTrials end in any order; findings come in that of the candidates."""
    places = {candidate.name: place for place, candidate in enumerate(candidates)}
    return lambda trial: places.get(trial.name, len(places))
