"""Run the checks of an assignment in this process, on modules instead of submissions.

    rehearse(assignment, lambda rehearsal: rehearsal.results(modules, secret))

Only for code of the course: references, known mistakes, examples.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from grader.assignments import Assignment
from grader.judge.bench import Bench, Work
from grader.judge.collect import runnables
from grader.judge.loopback import Loopback
from grader.judge.plugin import JudgePlugin
from grader.judge.reference import Memo, load_module, reference_of
from grader.judge.run import run_checks
from grader.judge.session import collected
from grader.judge.transcript import Transcript
from grader.model import Check, CheckResult

T = TypeVar("T")


class Rehearsal:
    """An assignment whose checks are collected; see `rehearse`."""

    def __init__(self, assignment: Assignment, plugin: JudgePlugin) -> None:
        self.assignment = assignment
        settings = assignment.settings
        self._plugin = plugin
        self._checks = runnables(plugin.items, settings.parts, settings.limits)

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
        self._plugin.bench = Bench(
            work=work,
            parts=settings.parts,
            files=(),
            secret=secret,
            transcript=Transcript(),
        )
        checks = [each for each in self._checks if not only or each.check.id in only]
        return run_checks(self._plugin, checks, settings.limits).results


def rehearse(assignment: Assignment, use: Callable[[Rehearsal], T]) -> T:
    """Collect the checks and return what `use` makes of them.

    Raises CourseError when they cannot be read.
    """
    modules = modules_in(assignment, assignment.reference)
    reference = reference_of(assignment.settings.parts, modules, Memo())
    return collected(
        assignment.checks, reference, lambda plugin: use(Rehearsal(assignment, plugin))
    )


def modules_in(assignment: Assignment, folder: Path) -> dict[str, ModuleType]:
    """The part files in a folder as fresh modules, and `given`."""
    modules = {
        part.name: load_module(folder / part.file, f"rehearsed_{assignment.id}_{part.name}")
        for part in assignment.settings.parts
    }
    if assignment.given is not None:
        modules["given"] = load_module(assignment.given, "given")
    return modules


@contextmanager
def replaced(module: ModuleType, name: str, function: object) -> Iterator[None]:
    """While this lasts, `module` has another function of this name, also for its own calls."""
    right = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, right)
