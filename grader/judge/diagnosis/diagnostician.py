"""Name the known mistake whose answers a submission gave.

Everything a function returned in all checks is compared with what each of its known wrong versions
returns there. Silence unless one fits everywhere, and differs clearly from the reference.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

import numpy as np

from grader.assignments import Assignment
from grader.checks.mistake_registry import mistakes_in
from grader.judge.diagnosis.explanation import (
    comparable,
    failed_checks,
    with_diagnoses,
    with_sources,
)
from grader.judge.diagnosis.mistake_matcher import KnownMistake, MistakeMatcher
from grader.judge.diagnosis.replay import Modules
from grader.judge.proxy.recorded_calls import RecordedCalls
from grader.judge.reference import load_module, modules_in
from grader.model import CheckResult


class Diagnostician:
    """Knows the reference of an assignment and the mistakes; the modules are its own copies."""

    def __init__(
        self, modules: Modules, mistakes: Sequence[KnownMistake], sources: Mapping[str, str]
    ) -> None:
        """`sources`: where the documents explain each "part.function"."""
        self._modules = modules
        self._mistakes = mistakes
        self._sources = sources

    def explain(
        self, results: Sequence[CheckResult], recorded: Mapping[str, RecordedCalls]
    ) -> tuple[CheckResult, ...]:
        """The results, with a diagnosis where a known mistake explains the failure."""
        results = with_sources(results, self._sources)
        failed, calls = failed_checks(results), comparable(recorded)
        if not self._mistakes or not any(id in calls for id in failed):
            return results
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = MistakeMatcher(self._modules, self._mistakes, calls, failed).diagnoses()
        return with_diagnoses(results, found)


def diagnostician_of(assignment: Assignment) -> Diagnostician:
    """Of the mistakes beside an assignment's reference; without any it stays silent."""
    file = assignment.mistakes
    known = mistakes_in(load_module(file, f"mistakes_{assignment.id}")) if file is not None else ()
    modules = modules_in(assignment, assignment.reference, "mistaken")
    return Diagnostician(modules, known, assignment.settings.sources)
