"""Which known mistakes reply as a submission did, in every check or in some of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple, TypeAlias

from grader.checks.mistake_registry import Mistake
from grader.judge.diagnosis.equivalence import ReplyValues, different, dtypes, reply_of, same
from grader.judge.diagnosis.explanation import (
    Explanation,
    best,
    contradicts,
    diagnosis_of,
    explanation,
)
from grader.judge.diagnosis.replay import Modules, Replays, lengths_of, replay
from grader.judge.proxy.recorded_calls import RecordedCall
from grader.judge.reference import replaced
from grader.model import Diagnosis

KnownMistake: TypeAlias = tuple[Mistake, Callable[..., Any]]
NamedMistakes: TypeAlias = dict[str, KnownMistake]
"""The mistakes that were named, by the function that has them."""


class _Compared(NamedTuple):
    """A call to the submission, and its reply beside that of the reference."""

    call: RecordedCall
    returned: ReplyValues
    """By the submission."""
    right: ReplyValues
    """By the reference."""
    differs: bool
    """Whether they are clearly two results."""
    other_dtypes: tuple[str, ...] | None
    """Those of the submission's reply, where the reference's are others."""

    def shows(self, wrong: ReplyValues) -> bool:
        """Whether the reply shows a mistake: by values, or by dtypes that only the mistake has."""
        return self.differs or (
            self.other_dtypes is not None and self.other_dtypes == dtypes(wrong)
        )


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


class MistakeMatcher:
    """One submission: what it replied, and which mistakes reply the same."""

    def __init__(
        self,
        modules: Modules,
        mistakes: Sequence[KnownMistake],
        recorded: Mapping[str, Sequence[RecordedCall]],
        failed: Mapping[str, str],
    ) -> None:
        """`failed`: by the id of a failed check, the function that it is about."""
        self._modules = modules
        self._mistakes = mistakes
        self._recorded = recorded
        self._failed = {id: about for id, about in failed.items() if id in recorded}
        self._returned = {
            id: [reply_of(call.reply, call.reply_buffers) for call in calls]
            for id, calls in recorded.items()
        }
        self._functions = {id: [call.function for call in calls] for id, calls in recorded.items()}
        self._suspects = {f for id in self._failed for f in self._functions[id] if f}
        self._in_place_now: tuple[str, ...] = ()
        """The ids of the mistakes in place."""
        self._replays = Replays(recorded, modules)
        self._compared = {
            id: list(map(_compared, calls, self._returned[id], replay(calls, modules)))
            for id, calls in recorded.items()
            if self._suspects.intersection(self._functions[id])
        }

    def diagnoses(self) -> dict[str, Diagnosis]:
        """By check: the mistake that explains its failure."""
        named = self._all_named()
        found: dict[str, Diagnosis] = {}
        for check in self._failed:
            known = self._own(check, named) or self._inherited(check, named)
            if known is not None:
                found[check] = diagnosis_of(known[0])
        return found

    # which mistakes the submission has

    def _all_named(self) -> NamedMistakes:
        """A mistake that is named stays in place while others are looked for."""
        named: NamedMistakes = {}
        while True:
            unnamed = sorted(self._suspects - named.keys())
            new = {f: known for f in unnamed if (known := self._name(f, named))}
            if not new:
                return {f: k for f, k in named.items() if not self._is_inherited(f, named)}
            named |= new

    def _name(self, function: str, named: NamedMistakes) -> KnownMistake | None:
        """The one mistake of a function that fits all it returned, if there is just one."""
        known = [each for each in self._mistakes if each[0].of == function]
        everywhere = best((each, self._everywhere(each, named)) for each in known)
        return everywhere or best((each, self._partly(each, named)) for each in known)

    def _everywhere(self, known: KnownMistake, named: NamedMistakes) -> Explanation | None:
        """What a mistake explains alone, else together with those that are named."""
        return self._explained(known, {}) or (self._explained(known, named) if named else None)

    def _explained(self, known: KnownMistake, named: NamedMistakes) -> Explanation | None:
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
        return explanation(explained, agreed, whole)

    def _partly(self, known: KnownMistake, named: NamedMistakes) -> Explanation | None:
        """What a mistake explains beside another one in the same function.

        It must fit whole checks whose inputs differ in every length, so that no factor or sum that
        happens to be the same is taken for it, and must not show where the submission is right.
        """
        function = known[0].of
        shown: dict[str, list[_Compared]] = {}
        with self._in_place({**named, function: known}):
            for check in self._checks_of(function):
                if calls := self._shown_in(check, function):
                    shown[check] = calls
            calls = [call for calls in shown.values() for call in calls]
            if not _unlike({lengths_of(each.call) for each in calls}) or self._refuted(function):
                return None
        return explanation(shown, [each.returned for each in calls])

    def _shown_in(self, check: str, function: str) -> list[_Compared]:
        """The calls that show the mistake in place; none where it does not fit all of a check."""
        shown: list[_Compared] = []
        for compared, wrong in self._calls(check, function):
            if not same(compared.returned, wrong):
                return []
            if compared.shows(wrong):
                shown.append(compared)
        return shown

    def _refuted(self, function: str) -> bool:
        """Whether the mistake in place would show where the submission is right."""
        return any(
            same(compared.returned, compared.right) and different(wrong, compared.right)
            for check in self._checks_of(function)
            for compared, wrong in self._calls(check, function)
        )

    def _is_inherited(self, function: str, named: NamedMistakes) -> bool:
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

    def _own(self, check: str, named: NamedMistakes) -> KnownMistake | None:
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

    def _inherited(self, check: str, named: NamedMistakes) -> KnownMistake | None:
        """The mistake behind functions that only build on the wrong one."""
        if not self._is_whole(check, named):
            return None
        for function, known in named.items():
            rest = {f: k for f, k in named.items() if f != function}
            if not self._is_whole(check, rest):
                return known
        return None

    def _is_whole(self, check: str, named: NamedMistakes) -> bool:
        """Whether the reference with these mistakes replies to the check like the submission."""
        with self._in_place(named):
            return all(map(same, self._returned[check], self._replayed(check)))

    # replaying

    def _checks_of(self, function: str) -> list[str]:
        """Where a function was called, failed checks first: they contradict soonest."""
        checks = [id for id, functions in self._functions.items() if function in functions]
        return sorted(checks, key=lambda id: id not in self._failed)

    def _fit(self, check: str, function: str) -> _Fit | None:
        """How the code in place agrees with the submission; None when the function does not."""
        fit = _Fit()
        for compared, wrong in zip(self._compared[check], self._replayed(check), strict=True):
            called, returned = compared.call.function, compared.returned
            alike = same(returned, wrong)
            if called == function and not alike and contradicts(returned, wrong):
                return None
            shows = compared.shows(wrong)
            fit.own |= called == function and shows
            fit.some |= shows
            fit.whole &= alike
            fit.agreed += [returned] if alike else []
        return fit

    def _calls(self, check: str, function: str) -> Iterator[tuple[_Compared, ReplyValues]]:
        """The calls of a function, and what the code in place replies to each."""
        for compared, wrong in zip(self._compared[check], self._replayed(check), strict=True):
            if compared.call.function == function:
                yield compared, wrong

    def _replayed(self, check: str) -> Iterable[ReplyValues]:
        """What the code in place replies to all calls of a check."""
        return self._replays.of(check, self._in_place_now)

    @contextmanager
    def _in_place(self, named: NamedMistakes) -> Iterator[None]:
        before = self._in_place_now
        self._in_place_now = tuple(sorted(mistake.id for mistake, _ in named.values()))
        try:
            with ExitStack() as stack:
                for of, (_, function) in named.items():
                    part, _, name = of.partition(".")
                    stack.enter_context(replaced(self._modules[part], name, function))
                yield
        finally:
            self._in_place_now = before


def _unlike(sizes: Collection[tuple[int, ...]]) -> bool:
    """Whether two of them have no length in common."""
    return any(not set(one) & set(other) for one, other in combinations(sizes, 2) if one and other)


def _compared(call: RecordedCall, returned: ReplyValues, right: ReplyValues) -> _Compared:
    ours = dtypes(returned)
    return _Compared(
        call=call,
        returned=returned,
        right=right,
        differs=different(returned, right),
        other_dtypes=ours if ours != dtypes(right) else None,
    )
