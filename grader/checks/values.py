"""Checks of values: what a function returns, a value at hand, a property in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar

import msgspec
import numpy as np

from grader.checks.calls.calling import Function, call, name_of
from grader.checks.calls.observed_call import Observation, observe
from grader.checks.calls.source_call import SourceCall
from grader.checks.comparing.compare import compare
from grader.checks.comparing.gaps import measure
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import EXACT, Tolerance
from grader.checks.failure import CheckFailure, raise_for
from grader.checks.kinds import describe, numeric
from grader.errors import CourseError
from grader.evidence import Evidence, EvidenceKind

T = TypeVar("T")

_MUTATED = "The call changed {words} in place: does a later line still need what was there before?"


def check_value(
    function: Function,
    args: Sequence[object],
    expected: object | Callable[..., object],
    *,
    keywords: Mapping[str, object] | None = None,
    names: Sequence[str] = (),
    what: str = "",
    rtol: float | None = None,
    atol: float | None = None,
    scale: float | None = None,
    dtypes: Literal["same", "any"] = "same",
) -> Any:
    """`function(*args, **keywords)` returns `expected`; returns what it returned.

    `expected` is a value, or a callable that gets copies of the same arguments. `names` are the
    parts of a returned tuple, `what` replaces the function's name in sentences. Tolerances are
    those of `Tolerance`, for sums as long as the largest array among the arguments; a generator
    among the arguments is copied, so both sides draw alike.
    """
    named = keywords or {}
    seen = observe(function, args, named)
    wanted = call(expected, args, named) if callable(expected) else expected
    _require_proof(wanted, name_of(function, what))
    solution = expected if callable(expected) else None
    source = SourceCall(name_of(function), args, named, solution)
    tolerance = Tolerance(rtol, atol, scale, dtypes).for_sums_over(args)
    subject = Subject.result_of(name_of(function, what), source)
    evidence = compare(seen.value, wanted, tolerance, names, subject)
    raise_for(tuple(_with_changes(each, source, seen) for each in evidence))
    return seen.value


def check_close(
    got: T,
    expected: object,
    *,
    what: str,
    call: str = "",
    rtol: float | None = None,
    atol: float | None = None,
    scale: float | None = None,
    names: Sequence[str] = (),
    dtypes: Literal["same", "any"] = "same",
    terms: int = 1,
) -> T:
    """`got` is `expected`, as in `check_value`, for a value at hand; returns `got`.

    `what` is the noun of the sentences, `call` an expression that made the value, `terms` the
    number of terms that were added up for an entry.
    """
    _require_proof(expected, what)
    tolerance = Tolerance(rtol, atol, scale, dtypes, terms)
    subject = Subject.named(what, SourceCall(written=call))
    raise_for(compare(got, expected, tolerance, names, subject))
    return got


def check_true(
    condition: bool | np.bool_, summary: str, *, detail: str = "", hint: str = ""
) -> None:
    """A property holds. `summary` and `hint` say what is wrong when it does not, in words of ours.

    Numbers and words of the submission belong into `detail`.
    """
    if not isinstance(condition, (bool, np.bool_)):
        raise CourseError(
            f"check_true got {describe(condition)} for {summary!r}.",
            hint="Give it one bool: use .all() or .any() on an array of them.",
        )
    if not condition:
        evidence = Evidence(kind=EvidenceKind.VALUE, summary=summary, detail=detail, hint=hint)
        raise CheckFailure((evidence,))


def _require_proof(expected: object, noun: str) -> None:
    """A value of which nothing but None is expected proves nothing."""
    if _is_nothing(expected):
        raise CourseError(
            f"A check expects nothing but None of {noun}, which proves nothing.",
            hint="Does the reference return its result? For a function that works in place, mark "
            "the argument with inout and compare that.",
        )


def _is_nothing(expected: object) -> bool:
    if isinstance(expected, (tuple, list)):
        return len(expected) > 0 and all(map(_is_nothing, expected))
    if isinstance(expected, dict):
        return len(expected) > 0 and all(map(_is_nothing, expected.values()))
    return expected is None


def _with_changes(evidence: Evidence, source: SourceCall, seen: Observation) -> Evidence:
    """A changed argument as the hint, where nothing better is known."""
    if evidence.kind is not EvidenceKind.VALUE or evidence.hint:
        return evidence
    pairs = zip(source.words(), source.args, seen.arguments, strict=False)
    changed = [word for word, before, after in pairs if _is_changed(before, after)]
    if not changed:
        return evidence
    return msgspec.structs.replace(evidence, hint=_MUTATED.format(words=" and ".join(changed)))


def _is_changed(before: object, after: object) -> bool:
    old, new = numeric(before), numeric(after)
    if old is None or new is None or old.shape != new.shape or not old.shape:
        return False
    return bool(measure(new.values, old.values, EXACT).wrong.any())
