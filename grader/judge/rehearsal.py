"""Run the checks of an assignment in this process, on modules instead of submissions.

    rehearse(assignment, lambda rehearsal: rehearsal.results(modules, secret))

Only for code of the course: references, known mistakes, examples.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import ModuleType
from typing import TypeVar

from grader.assignments import Assignment
from grader.judge.diagnosis.diagnosis import diagnostician_of
from grader.judge.diagnosis.replay import replaced as replaced
from grader.judge.plugin.collect import runnables
from grader.judge.plugin.context import CheckContext, Work
from grader.judge.plugin.plugin import JudgePlugin
from grader.judge.plugin.pytest_session import collected
from grader.judge.plugin.run_checks import run_checks
from grader.judge.proxy.loopback import Loopback
from grader.judge.proxy.transcript import Transcript
from grader.judge.reference import Memo, modules_in, reference_of
from grader.model import Check, CheckResult

T = TypeVar("T")


class Rehearsal:
    """An assignment whose checks are collected; see `rehearse`."""

    def __init__(self, assignment: Assignment, plugin: JudgePlugin) -> None:
        self.assignment = assignment
        settings = assignment.settings
        self._plugin = plugin
        self._checks = runnables(plugin.items, settings.parts, settings.limits)
        self._diagnostician = diagnostician_of(assignment)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks, in the order in which they run."""
        return tuple(each.check for each in self._checks)

    def results(
        self, modules: Mapping[str, ModuleType], secret: bytes, only: Collection[str] = ()
    ) -> tuple[CheckResult, ...]:
        """Run all checks on modules (a part each), or those whose ids are in `only`."""
        return self.results_of(Loopback(modules), secret, only)

    def results_of(
        self, work: Work, secret: bytes, only: Collection[str] = ()
    ) -> tuple[CheckResult, ...]:
        """The same on anything that answers like a submission."""
        settings = self.assignment.settings
        context = CheckContext(
            work=work,
            parts=settings.parts,
            files=(),
            secret=secret,
            transcript=Transcript(),
        )
        self._plugin.context = context
        checks = [each for each in self._checks if not only or each.check.id in only]
        judged = run_checks(self._plugin, checks, settings.limits)
        return self._diagnostician.explain(judged.results, context.dialogues)


def rehearse(assignment: Assignment, use: Callable[[Rehearsal], T]) -> T:
    """Collect the checks and return what `use` makes of them.

    Raises CourseError when they cannot be read.
    """
    modules = modules_in(assignment, assignment.reference, "checked")
    reference = reference_of(assignment.settings.parts, modules, Memo())
    return collected(
        assignment.checks, reference, lambda plugin: use(Rehearsal(assignment, plugin))
    )
