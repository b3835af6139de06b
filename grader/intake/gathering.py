"""Submissions and problems as they are found; two of one student are refused, both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grader.config import did_you_mean
from grader.intake.safe_names import same_student, student_id
from grader.intake.tree import Unreadable
from grader.model import Problem, Record, Submission


class Discovery(Record):
    """What was found below a path: submissions by id, and everything that could not be read."""

    submissions: tuple[Submission, ...]
    problems: tuple[Problem, ...]


class Gathering:
    """What one `discover` has found so far."""

    def __init__(self, only: frozenset[str]) -> None:
        self.only = frozenset(map(student_id, only))
        self.seen: set[str] = set()
        self.places: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.submissions: dict[tuple[str, str], Submission] = {}
        self.problems: list[Problem] = []

    def wants(self, student: str) -> bool:
        """Whether this student is to be graded."""
        self.seen.add(student)
        return not self.only or student in self.only

    def add(
        self, student: str, assignment: str, where: str, read: Callable[[], Submission]
    ) -> None:
        """Read a submission, unless nobody wants it or the student already has one."""
        if not self.wants(student):
            return
        key = (assignment, same_student(student))
        self.places[key].append(where)
        if len(self.places[key]) == 1:
            with self.noting():
                self.submissions[key] = read()

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Turn what cannot be read into a problem and go on after the block."""
        try:
            yield
        except Unreadable as fault:
            self.problem(fault.where, fault.reason)

    def problem(self, where: str, message: str) -> None:
        """Note what is wrong with the thing at `where`."""
        self.problems.append(Problem(path=where, message=message))

    def result(self) -> Discovery:
        """All of it, in an order that does not depend on the file system."""
        for (assignment, student), places in self.places.items():
            if len(places) > 1:
                self.submissions.pop((assignment, student), None)
                others = ", ".join(places[1:])
                self.problem(places[0], f"is of the same student as {others}; none is graded")
        for student in self.only - self.seen:
            self.problem(student, f"handed in nothing here{did_you_mean(student, self.seen)}")
        return Discovery(
            submissions=tuple(sorted(self.submissions.values(), key=lambda found: found.id)),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.path)),
        )
