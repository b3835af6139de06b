"""From submissions to grades: what is stored is kept, the rest is graded, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

import msgspec

from grader import __version__
from grader.assignments import Assignment, Course
from grader.executors.grades import Graded, Task
from grader.executors.runtime import runtime
from grader.executors.this_machine import Machine
from grader.model import Grade, Submission
from grader.sandbox.base import Sandbox
from grader.secret import fingerprint
from grader.store import Store, storable, store_key

T = TypeVar("T")
R = TypeVar("R")

WINDOW = 4
"""Submissions waiting or under way, per slot."""


class RunObserver(Protocol):
    """Somebody who wants to see how it goes; hears from several threads."""

    def proving(self, assignments: Sequence[str]) -> None:
        """The references of these assignments are run through their checks."""

    def grading(self, total: int, stored: int) -> None:
        """Grading begins; so many of all the grades were stored."""

    def started(self, submission: Submission) -> None:
        """A submission is being graded."""

    def postponed(self, submission: Submission) -> None:
        """It came close to a limit and is graded once more, alone, when all others are done."""

    def finished(self, grade: Grade) -> None:
        """A new grade is there."""


@dataclass(frozen=True)
class Pipeline:
    """Grades submissions of one course in the slots of one sandbox."""

    course: Course
    sandbox: Sandbox
    secret: bytes
    slots: int
    store: Store
    observer: RunObserver

    def run(self, submissions: Sequence[Submission]) -> list[Grade]:
        """Grade them all; the grades come in the order of the submissions.

        Every new grade is stored before the next one is waited for. Raises CourseError when an
        assignment is not fit to grade, SandboxError when this machine is not.
        """
        names = sorted({submission.assignment for submission in submissions})
        assignments = {name: self.course.assignment(name) for name in names}
        tasks = [Task(submission=each, key=self._key(each, assignments)) for each in submissions]
        grades = self._stored(tasks)
        todo = [task for task in tasks if task.submission.id not in grades]
        if todo:
            grades |= self._grade(todo, assignments, stored=len(grades))
        return [grades[submission.id] for submission in submissions]

    def _key(self, submission: Submission, assignments: Mapping[str, Assignment]) -> str:
        assignment = assignments[submission.assignment]
        return store_key(
            {
                "submission": submission.digest,
                "course": self.course.settings.name,
                "assignment": assignment.digest,
                "secret": fingerprint(self.secret),
                "runtime": runtime(
                    self.sandbox.tier, assignment.settings.packages, self.sandbox.image
                ),
                "grader": __version__,
            }
        )

    def _stored(self, tasks: Iterable[Task]) -> dict[str, Grade]:
        found = ((task.submission, self.store.get(task.key)) for task in tasks)
        return {
            submission.id: _as_handed_in(grade, submission)
            for submission, grade in found
            if grade is not None
        }

    def _grade(
        self, tasks: Sequence[Task], assignments: Mapping[str, Assignment], stored: int
    ) -> dict[str, Grade]:
        machine = Machine(self.course.root, self.sandbox, self.secret, self.slots)

        def work(task: Task) -> Graded:
            self.observer.started(task.submission)
            return machine.grade(task)

        with machine.executor() as executor:
            needed = sorted({task.submission.assignment for task in tasks})
            self.observer.proving(needed)
            machine.prove([assignments[name] for name in needed])
            self.observer.grading(stored + len(tasks), stored)
            return {grade.submission: grade for grade in self._graded(executor, work, tasks)}

    def _graded(
        self, executor: Executor, work: Callable[[Task], Graded], tasks: Sequence[Task]
    ) -> Iterator[Grade]:
        """Grades as they come; what came close to a limit counts only when it is repeated alone."""
        near_limit: list[Task] = []
        for task, graded in spread(executor, work, tasks, window=WINDOW * self.slots):
            if graded.near_limit:
                self.observer.postponed(task.submission)
                near_limit.append(task)
            else:
                yield self._keep(task, graded)
        for task, graded in spread(executor, work, near_limit, window=1):
            yield self._keep(task, graded)

    def _keep(self, task: Task, graded: Graded) -> Grade:
        """Store a grade, unless it is none: a submission that was set aside is tried again."""
        made = graded.grade
        grade = storable(made) if made.infra else self.store.put(task.key, made)
        self.observer.finished(grade)
        return grade


def _as_handed_in(grade: Grade, submission: Submission) -> Grade:
    """A stored grade as that of `submission`: same files may be somebody else's, too."""
    theirs = (submission.id, submission.people, submission.notes)
    if theirs == (grade.submission, grade.people, grade.notes):
        return grade
    return storable(
        msgspec.structs.replace(
            grade, submission=submission.id, people=submission.people, notes=submission.notes
        )
    )


def spread(
    executor: Executor, work: Callable[[T], R], tasks: Iterable[T], *, window: int
) -> Iterator[tuple[T, R]]:
    """Each task with what `work` makes of it, in the order in which they are done.

    At most `window` tasks wait or are under way, so memory does not grow with their number. When
    tasks raise, the results that are there by then come first, then one of the exceptions.
    """
    waiting = iter(tasks)
    in_flight: dict[Future[R], T] = {}
    while True:
        for task in islice(waiting, window - len(in_flight)):
            in_flight[executor.submit(work, task)] = task
        if not in_flight:
            return
        done, _ = wait(in_flight, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=_raised):
            yield in_flight.pop(future), future.result()


def _raised(future: Future[R]) -> bool:
    return future.exception() is not None
