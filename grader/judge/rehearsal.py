"""Run the checks of an assignment in this process, on modules instead of submissions.

    rehearse(assignment, lambda rehearsal: rehearsal.results(modules, secret))

Only for code of the course: references, known mistakes, examples.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import pytest

from grader.assignments import Assignment
from grader.errors import CourseError
from grader.judge.bench import Bench
from grader.judge.collect import runnables
from grader.judge.loopback import Loopback
from grader.judge.plugin import JudgePlugin
from grader.judge.reference import Memo, load_module, reference_of
from grader.judge.run import run_checks
from grader.judge.template import PYTEST_OPTIONS
from grader.judge.transcript import Transcript
from grader.model import CheckResult

T = TypeVar("T")


class Rehearsal:
    """An assignment whose checks are collected; see `rehearse`."""

    def __init__(self, assignment: Assignment, plugin: JudgePlugin) -> None:
        self.assignment = assignment
        settings = assignment.settings
        self._plugin = plugin
        self._checks = runnables(plugin.items, settings.parts, settings.limits)

    def results(
        self, modules: Mapping[str, ModuleType], secret: bytes, only: Collection[str] = ()
    ) -> tuple[CheckResult, ...]:
        """Run all checks on modules (a part each), or those whose ids are in `only`."""
        settings = self.assignment.settings
        self._plugin.bench = Bench(
            work=Loopback(modules),
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
    used: list[T] = []

    def serve(plugin: JudgePlugin) -> None:
        if not plugin.problems:
            used.append(use(Rehearsal(assignment, plugin)))

    modules = modules_in(assignment, assignment.reference)
    plugin = JudgePlugin(reference_of(assignment.settings.parts, modules, Memo()), serve)
    files = [str(path) for path in assignment.checks]
    pytest.main([*PYTEST_OPTIONS, f"--config-file={os.devnull}", *files], plugins=[plugin])
    if not used:
        raise CourseError("the check files cannot be read", problems=tuple(plugin.problems))
    return used[0]


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
