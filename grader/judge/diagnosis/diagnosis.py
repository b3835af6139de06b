"""Name the known mistake whose answers a submission gave.

Everything a function returned in all checks is compared with what each of its known wrong versions
returns there. Silence unless one fits everywhere, and differs clearly from the reference.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from grader.assignments import Assignment
from grader.checks.mistake_registry import mistakes_in
from grader.judge.diagnosis.matching import Known, MistakeMatcher
from grader.judge.diagnosis.replay import Modules
from grader.judge.proxy.recorded_calls import RecordedCalls
from grader.judge.reference import load_module, modules_in
from grader.model import CheckResult, Diagnosis, Verdict


class Diagnostician:
    """Knows the reference of an assignment and the mistakes; the modules are its own copies."""

    def __init__(
        self, modules: Modules, mistakes: Sequence[Known], sources: Mapping[str, str]
    ) -> None:
        """`sources`: where the documents explain each "part.function"."""
        self._modules = modules
        self._mistakes = mistakes
        bare = {of.rpartition(".")[2]: source for of, source in sources.items()}
        self._sources = {**bare, **sources}  # checks of a single part leave its name out

    def explain(
        self, results: Sequence[CheckResult], dialogues: Mapping[str, RecordedCalls]
    ) -> tuple[CheckResult, ...]:
        """The results, with a diagnosis where a known mistake explains the failure."""
        results = [self._with_source(result) for result in results]
        failed = {r.check.id: r.function for r in results if r.verdict is Verdict.FAILED}
        heard = {id: d.said for id, d in dialogues.items() if d.complete and d.said}
        if not self._mistakes or not any(id in heard for id in failed):
            return tuple(results)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = MistakeMatcher(self._modules, self._mistakes, heard, failed).diagnoses()
        return tuple(_with(result, found.get(result.check.id)) for result in results)

    def _with_source(self, result: CheckResult) -> CheckResult:
        source = self._sources.get(result.function, "")
        return msgspec.structs.replace(result, source=source) if source else result


def diagnostician_of(assignment: Assignment) -> Diagnostician:
    """Of the mistakes beside an assignment's reference; without any it stays silent."""
    file = assignment.mistakes
    known = mistakes_in(load_module(file, f"mistakes_{assignment.id}")) if file is not None else ()
    modules = modules_in(assignment, assignment.reference, "mistaken")
    return Diagnostician(modules, known, assignment.settings.sources)


def _with(result: CheckResult, diagnosis: Diagnosis | None) -> CheckResult:
    return result if diagnosis is None else msgspec.structs.replace(result, diagnosis=diagnosis)
