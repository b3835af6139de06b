"""Name the known mistake whose answers a submission gave.

Everything a function returned in all checks is compared with what each of its known wrong versions
returns there. Silence unless one fits everywhere, and differs clearly from the reference.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec
import numpy as np

from grader.assignments import Assignment
from grader.checks.mistakes import Mistake, mistakes_in
from grader.judge.dialogue import Dialogue, Said
from grader.judge.likeness import Reply, different, dtypes, same, tells
from grader.judge.reference import load_module, modules_in
from grader.judge.replay import Modules, function_of, replaced, replay, replies_of
from grader.model import CheckResult, Diagnosis, Verdict

Known: TypeAlias = tuple[Mistake, Callable[..., Any]]
Named: TypeAlias = dict[str, Known]
"""The mistakes that were named, by the function that has them."""


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
        self, results: Sequence[CheckResult], dialogues: Mapping[str, Dialogue]
    ) -> tuple[CheckResult, ...]:
        """The results, with a diagnosis where a known mistake explains the failure."""
        results = [self._with_source(result) for result in results]
        failed = [r.check.id for r in results if r.verdict is Verdict.FAILED]
        heard = {id: d.said for id, d in dialogues.items() if d.complete and d.said}
        if not self._mistakes or not any(id in heard for id in failed):
            return tuple(results)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = _Examination(self._modules, self._mistakes, heard, failed).diagnoses()
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


@dataclass
class _Fit:
    """How the code in place agrees with the submission in one check."""

    agreed: list[Reply] = field(default_factory=list)
    own: bool = False
    """The function itself returned something else than the reference's does."""
    some: bool = False
    """Something did."""
    whole: bool = True
    """Everything that came back agrees, whichever function it is from."""

    @property
    def differs(self) -> bool:
        """Whether the mistake shows in this check."""
        return self.own or (self.whole and self.some)


class _Examination:
    """One submission: what it said, and which mistakes say the same."""

    def __init__(
        self,
        modules: Modules,
        mistakes: Sequence[Known],
        heard: Mapping[str, Sequence[Said]],
        failed: Sequence[str],
    ) -> None:
        self._modules = modules
        self._mistakes = mistakes
        self._heard = heard
        self._failed = [id for id in failed if id in heard]
        self._said = {id: replies_of(said) for id, said in heard.items()}
        self._functions = {id: [function_of(s) for s in said] for id, said in heard.items()}
        self._suspects = {f for id in self._failed for f in self._functions[id] if f}
        self._right = {
            id: list(replay(said, modules))
            for id, said in heard.items()
            if self._suspects.intersection(self._functions[id])
        }

    def diagnoses(self) -> dict[str, Diagnosis]:
        """By check: the mistake that explains its failure."""
        named = self._all_named()
        found: dict[str, Diagnosis] = {}
        for check in self._failed:
            known = self._own(check, named) or self._inherited(check, named)
            if known is not None:
                mistake = known[0]
                found[check] = Diagnosis(
                    mistake=mistake.id, of=mistake.of, hint=mistake.hint, source=mistake.source
                )
        return found

    # which mistakes the submission has

    def _all_named(self) -> Named:
        """A mistake that is named stays in place while others are looked for."""
        named: Named = {}
        while True:
            unnamed = sorted(self._suspects - named.keys())
            new = {f: known for f in unnamed if (known := self._name(f, named))}
            if not new:
                return {f: k for f, k in named.items() if not self._is_inherited(f, named)}
            named |= new

    def _name(self, function: str, named: Named) -> Known | None:
        """The one mistake of a function that fits all it returned, if there is just one."""
        fitting = [
            (known, explained)
            for known in self._mistakes
            if known[0].of == function
            and (explained := self._explained(known, {}) or self._explained(known, named))
        ]
        best = [
            known
            for known, explained in fitting
            if not any(explained < more for _, more in fitting)
        ]
        return best[0] if len(best) == 1 else None

    def _explained(self, known: Known, named: Named) -> frozenset[str]:
        """The failed checks that a mistake explains; none when it contradicts any reply."""
        function = known[0].of
        explained: set[str] = set()
        agreed: list[Reply] = []
        with self._in_place({**named, function: known}):
            for check in self._checks_of(function):
                fit = self._fit(check, function)
                if fit is None:
                    return frozenset()
                agreed += fit.agreed
                if fit.differs and check in self._failed:
                    explained.add(check)
        return frozenset(explained) if explained and tells(agreed) else frozenset()

    def _is_inherited(self, function: str, named: Named) -> bool:
        """Whether the other mistakes alone make the function return what it returned."""
        others = {f: known for f, known in named.items() if f != function}
        if not others:
            return False
        with self._in_place(others):
            return all(self._fit(check, function) for check in self._checks_of(function))

    # which of them a failed check met

    def _own(self, check: str, named: Named) -> Known | None:
        """The mistake of a function that the check called, and that returned something wrong."""
        for function in reversed(self._functions[check]):
            if function in named:
                with self._in_place({function: named[function]}):
                    fit = self._fit(check, function)
                if fit is not None and fit.differs:
                    return named[function]
        return None

    def _inherited(self, check: str, named: Named) -> Known | None:
        """The mistake behind functions that only build on the wrong one."""
        if not self._is_whole(check, named):
            return None
        for function, known in named.items():
            rest = {f: k for f, k in named.items() if f != function}
            if not self._is_whole(check, rest):
                return known
        return None

    def _is_whole(self, check: str, named: Named) -> bool:
        """Whether the reference with these mistakes replies to the check like the submission."""
        with self._in_place(named):
            replies = replay(self._heard[check], self._modules)
            return all(map(same, self._said[check], replies))

    # saying it again

    def _checks_of(self, function: str) -> list[str]:
        """Where a function was called, failed checks first: they contradict soonest."""
        checks = [id for id, functions in self._functions.items() if function in functions]
        return sorted(checks, key=lambda id: id not in self._failed)

    def _fit(self, check: str, function: str) -> _Fit | None:
        """How the code in place agrees with the submission; None when the function does not."""
        fit = _Fit()
        replies = zip(
            self._functions[check],
            self._said[check],
            self._right[check],
            replay(self._heard[check], self._modules),
            strict=True,
        )
        for called, said, right, wrong in replies:
            alike = same(said, wrong)
            if called == function and not (alike or (said.failed and wrong.failed)):
                return None
            fit.own |= called == function and _differs(said, right, wrong)
            fit.some |= _differs(said, right, wrong)
            fit.whole &= alike
            fit.agreed += [said] if alike else []
        return fit

    @contextmanager
    def _in_place(self, named: Named) -> Iterator[None]:
        with ExitStack() as stack:
            for of, (_, function) in named.items():
                part, _, name = of.partition(".")
                stack.enter_context(replaced(self._modules[part], name, function))
            yield


def _differs(said: Reply, right: Reply, wrong: Reply) -> bool:
    """Whether a reply shows the mistake: by its values, or by dtypes that only the mistake has."""
    return different(said, right) or dtypes(said) == dtypes(wrong) != dtypes(right)


def _with(result: CheckResult, diagnosis: Diagnosis | None) -> CheckResult:
    return result if diagnosis is None else msgspec.structs.replace(result, diagnosis=diagnosis)
