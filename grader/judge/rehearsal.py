"""Run the checks of an assignment in this process, on modules instead of submissions.

    rehearse(assignment, lambda rehearsal: rehearsal.results(modules, secret))

Only for code of the course: references, known mistakes, examples.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import ModuleType
from typing import TypeVar

from grader.assignments import Assignment
from grader.judge.diagnosis.diagnostician import diagnostician_of
from grader.judge.plugin.check_session import CheckSession, collect_checks
from grader.judge.proxy.exchange import Loopback, SubmissionUnderTest
from grader.judge.reference import Memo, modules_in, reference_of
from grader.model import Check, CheckResult

T = TypeVar("T")


class Rehearsal:
    """An assignment whose checks are collected; see `rehearse`."""

    def __init__(self, assignment: Assignment, session: CheckSession) -> None:
        self.assignment = assignment
        self._session = session
        self._diagnostician = diagnostician_of(assignment)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks, in the order in which they run."""
        return self._session.checks

    def results(
        self, modules: Mapping[str, ModuleType], secret: bytes, only: Collection[str] = ()
    ) -> tuple[CheckResult, ...]:
        """Run all checks on modules (a part each), or those whose ids are in `only`."""
        return self.results_of(Loopback(modules), secret, only)

    def results_of(
        self, submission: SubmissionUnderTest, secret: bytes, only: Collection[str] = ()
    ) -> tuple[CheckResult, ...]:
        """The same on anything that answers like a submission."""
        with self._session.context(submission, secret=secret) as context:
            judged = self._session.run(only or None)
        return self._diagnostician.explain(judged.results, context.recorded)


def rehearse(assignment: Assignment, use: Callable[[Rehearsal], T]) -> T:
    """Collect the checks and return what `use` makes of them.

    Raises CourseError when they cannot be read.
    """
    modules = modules_in(assignment, assignment.reference, "checked")
    reference = reference_of(assignment.settings.parts, modules, Memo())
    return collect_checks(
        assignment.checks,
        reference,
        assignment.settings,
        lambda session: use(Rehearsal(assignment, session)),
    )
