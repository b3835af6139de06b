"""One submission examined: which known mistakes say what it said, in every check or in some."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple, TypeAlias

from grader.checks.mistake_registry import Mistake
from grader.judge.diagnosis.equivalence import ReplyValues, different, dtypes, same, tells
from grader.judge.diagnosis.replay import (
    Modules,
    function_of,
    lengths_of,
    replaced,
    replay,
    replies_of,
)
from grader.judge.proxy.recorded_calls import RecordedCall
from grader.model import Diagnosis

Known: TypeAlias = tuple[Mistake, Callable[..., Any]]
Named: TypeAlias = dict[str, Known]
"""The mistakes that were named, by the function that has them."""


class _Call(NamedTuple):
    """A call of a function, and the three replies to it."""

    call: RecordedCall
    said: ReplyValues
    right: ReplyValues
    wrong: ReplyValues
    """That of the code in place."""


@dataclass
class _Fit:
    """How the code in place agrees with the submission in one check."""

    agreed: list[ReplyValues] = field(default_factory=list)
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


@dataclass(frozen=True)
class _Explanation:
    """How much of a submission's failure a mistake explains."""

    failed: frozenset[str] = frozenset()
    """The failed checks in which it shows."""
    whole: frozenset[str] = frozenset()
    """The checks in which our own objects, too, report what the submission did to them."""

    def is_less_than(self, other: _Explanation) -> bool:
        """Whether the other one explains more, in all that this one explains as well."""
        if self.failed == other.failed:
            return self.whole < other.whole
        return self.failed < other.failed


class MistakeMatcher:
    """One submission: what it said, and which mistakes say the same."""

    def __init__(
        self,
        modules: Modules,
        mistakes: Sequence[Known],
        heard: Mapping[str, Sequence[RecordedCall]],
        failed: Mapping[str, str],
    ) -> None:
        """`failed`: by the id of a failed check, the function that it is about."""
        self._modules = modules
        self._mistakes = mistakes
        self._heard = heard
        self._failed = {id: about for id, about in failed.items() if id in heard}
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
        known = [each for each in self._mistakes if each[0].of == function]
        everywhere = _best(
            (each, self._explained(each, {}) or self._explained(each, named)) for each in known
        )
        return everywhere or _best((each, self._partly(each, named)) for each in known)

    def _explained(self, known: Known, named: Named) -> _Explanation | None:
        """What a mistake explains; None when that is nothing, or it contradicts any reply."""
        function = known[0].of
        explained: set[str] = set()
        whole: set[str] = set()
        agreed: list[ReplyValues] = []
        with self._in_place({**named, function: known}):
            for check in self._checks_of(function):
                fit = self._fit(check, function)
                if fit is None:
                    return None
                agreed += fit.agreed
                if fit.whole:
                    whole.add(check)
                if fit.differs and check in self._failed:
                    explained.add(check)
        if not (explained and tells(agreed)):
            return None
        return _Explanation(frozenset(explained), frozenset(whole))

    def _partly(self, known: Known, named: Named) -> _Explanation | None:
        """What a mistake explains beside another one in the same function.

        It must fit whole checks whose inputs differ in every length, so that no factor or sum that
        happens to be the same is taken for it, and must not show where the submission is right.
        """
        function = known[0].of
        explained: set[str] = set()
        agreed: list[ReplyValues] = []
        sizes: set[tuple[int, ...]] = set()
        with self._in_place({**named, function: known}):
            for check in self._checks_of(function):
                calls = list(self._calls(check, function))
                if any(same(c.said, c.right) and different(c.wrong, c.right) for c in calls):
                    return None
                shown = [c for c in calls if _differs(c.said, c.right, c.wrong)]
                if shown and all(same(c.said, c.wrong) for c in calls):
                    explained.add(check)
                    agreed += [c.said for c in shown]
                    sizes |= {lengths_of(c.call) for c in shown}
        if not (tells(agreed) and _unlike(sizes)):
            return None
        return _Explanation(frozenset(explained))

    def _is_inherited(self, function: str, named: Named) -> bool:
        """Whether the other mistakes alone explain the function, and what it did to our objects."""
        others = {f: known for f, known in named.items() if f != function}
        if not others:
            return False
        with self._in_place(others):
            without = {check: self._fit(check, function) for check in self._checks_of(function)}
        with self._in_place(named):
            return all(
                fit is not None and (fit.whole or not self._fits_whole(check, function))
                for check, fit in without.items()
            )

    def _fits_whole(self, check: str, function: str) -> bool:
        """Whether with the code in place everything in a check is as it was."""
        fit = self._fit(check, function)
        return fit is not None and fit.whole

    # which of them a failed check met

    def _own(self, check: str, named: Named) -> Known | None:
        """The mistake of a function that the check called, and that returned something wrong.

        First the one that the check is about, then those called last.
        """
        about = self._failed[check]
        last_first = reversed(self._functions[check])
        for function in sorted(last_first, key=lambda f: about not in (f, f.rpartition(".")[2])):
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

    def _calls(self, check: str, function: str) -> Iterator[_Call]:
        """The calls of a function: what was said, is right, and comes of the code in place."""
        heard = self._heard[check]
        wrong = replay(heard, self._modules)
        calls = map(_Call, heard, self._said[check], self._right[check], wrong)
        for called, call in zip(self._functions[check], calls, strict=True):
            if called == function:
                yield call

    @contextmanager
    def _in_place(self, named: Named) -> Iterator[None]:
        with ExitStack() as stack:
            for of, (_, function) in named.items():
                part, _, name = of.partition(".")
                stack.enter_context(replaced(self._modules[part], name, function))
            yield


def _best(explained: Iterable[tuple[Known, _Explanation | None]]) -> Known | None:
    """The one mistake that explains what no other explains more of; None where there are two."""
    fitting = [(known, found) for known, found in explained if found is not None]
    best = [k for k, found in fitting if not any(found.is_less_than(more) for _, more in fitting)]
    return best[0] if len(best) == 1 else None


def _unlike(sizes: Collection[tuple[int, ...]]) -> bool:
    """Whether two of them have no length in common."""
    return any(not set(one) & set(other) for one, other in combinations(sizes, 2) if one and other)


def _differs(said: ReplyValues, right: ReplyValues, wrong: ReplyValues) -> bool:
    """Whether a reply shows the mistake: by its values, or by dtypes that only the mistake has."""
    return different(said, right) or dtypes(said) == dtypes(wrong) != dtypes(right)
