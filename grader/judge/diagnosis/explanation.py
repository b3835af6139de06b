"""Which known mistake explains a failed check. Pure.

The rules are the same where the mistake's code is at hand, and at home, where only its replies were
recorded: it agrees with all that its function returned, and silence is better than a wrong name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from msgspec import structs

from grader.checks.mistake_registry import Mistake
from grader.judge.diagnosis.equivalence import ReplyValues, same, tells
from grader.judge.proxy.recorded_calls import RecordedCall, RecordedCalls
from grader.model import CheckResult, Diagnosis, Verdict

T = TypeVar("T")


@dataclass(frozen=True)
class Explanation:
    """How much of a submission's failure a mistake explains."""

    failed: frozenset[str]
    """The failed checks in which it shows."""
    whole: frozenset[str] = frozenset()
    """The checks in which our own objects, too, report what the submission did to them."""

    def is_less_than(self, other: Explanation) -> bool:
        """Whether the other one explains more, in all that this one explains as well."""
        if self.failed == other.failed:
            return self.whole < other.whole
        return self.failed < other.failed


def failed_checks(results: Iterable[CheckResult]) -> dict[str, str]:
    """By the id of a check whose failure may have a name: the function that it is about."""
    return {r.check.id: r.function for r in results if r.verdict is Verdict.FAILED}


def comparable(recorded: Mapping[str, RecordedCalls]) -> dict[str, Sequence[RecordedCall]]:
    """By check: all its calls, where they were recorded in full."""
    return {id: each.calls for id, each in recorded.items() if each.complete and each.calls}


def contradicts(returned: ReplyValues, of_mistake: ReplyValues) -> bool:
    """Whether a reply excludes a mistake. Two calls that raised do not, and prove nothing."""
    return not (same(returned, of_mistake) or (returned.failed and of_mistake.failed))


def explanation(
    failed: Collection[str], agreed: Iterable[ReplyValues], whole: Collection[str] = ()
) -> Explanation | None:
    """What a mistake explains; None when it is no failed check, or they agreed by accident."""
    if not (failed and tells(agreed)):
        return None
    return Explanation(frozenset(failed), frozenset(whole))


def best(explained: Iterable[tuple[T, Explanation | None]]) -> T | None:
    """The one mistake that explains what no other explains more of; None where there are two."""
    fitting = [(mistake, found) for mistake, found in explained if found is not None]
    found = [m for m, less in fitting if not any(less.is_less_than(more) for _, more in fitting)]
    return found[0] if len(found) == 1 else None


def diagnosis_of(mistake: Mistake) -> Diagnosis:
    """A known mistake as a report shows it."""
    return Diagnosis(mistake=mistake.id, of=mistake.of, hint=mistake.hint, source=mistake.source)


def with_diagnoses(
    results: Iterable[CheckResult], found: Mapping[str, Diagnosis]
) -> tuple[CheckResult, ...]:
    """The results, with the diagnoses that were found, by check."""
    return tuple(
        structs.replace(result, diagnosis=found[result.check.id])
        if result.check.id in found
        else result
        for result in results
    )


def with_sources(
    results: Iterable[CheckResult], sources: Mapping[str, str]
) -> tuple[CheckResult, ...]:
    """The results, with where the documents explain the function that each is about."""
    bare = {of.rpartition(".")[2]: source for of, source in sources.items()}
    known = {**bare, **sources}  # checks of a single part leave its name out
    return tuple(
        structs.replace(result, source=known[result.function])
        if known.get(result.function)
        else result
        for result in results
    )
