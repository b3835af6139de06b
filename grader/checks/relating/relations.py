"""Simple relations between a wrong array and the right one, each with a hint.

Mistakes of one function are known by `mistake`; these few hold for every function.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.checks.calls.source_call import NO_CALL, SourceCall
from grader.checks.kinds import Array
from grader.checks.relating import axes, factors, terms
from grader.checks.relating.pair import Explanation, Pair, conclusive, nearly_equal, pair_of

UNEXPLAINED: Explanation = ("", "")


def relation(got: Array, expected: Array, source: SourceCall = NO_CALL) -> Explanation:
    """The explanation by the first relation that holds; `UNEXPLAINED` when none does.

    The arrays are numeric; `source` is the call that made `got`. Right numbers with a little noise
    are explained by float32 at most, and unrelated numbers not at all.
    """
    pair = pair_of(got, expected, source)
    if pair is None:
        return UNEXPLAINED
    with np.errstate(all="ignore"):
        if nearly_equal(pair.got, pair.expected):
            return _rounded(pair) or UNEXPLAINED
        explanations = (find(pair) for find in _RELATIONS)
        return next((explanation for explanation in explanations if explanation), UNEXPLAINED)


def reduction(got: Array, expected: Array, source: SourceCall) -> Explanation:
    """Why shapes differ: an argument was reduced over another axis than asked."""
    pair = pair_of(got, expected, source)
    return (axes.reduced(pair) if pair else None) or UNEXPLAINED


def _rounded(pair: Pair) -> Explanation | None:
    if np.array_equal(pair.expected, np.rint(pair.expected)):
        return None
    if not np.array_equal(pair.got, np.float32(pair.got)) or not conclusive(pair.got):
        return None
    return "The first six digits are right and the rest is cut off, as in float32.", ""


def _empty(pair: Pair) -> Explanation | None:
    if pair.got.any() or pair.got.shape != pair.expected.shape or not conclusive(pair.expected):
        return None
    if pair.got.size == 1:
        return "The value is zero: is it ever changed?", ""
    return "Every entry is zero: is anything ever written into it?", ""


def _returned(pair: Pair) -> Explanation | None:
    """An argument came back as it was given."""
    if conclusive(pair.got, free=1):
        for argument in pair.arguments:
            if nearly_equal(pair.got, argument.values):
                return f"This is {argument.word} as it was given: is the result returned?", ""
    return None


_RELATIONS: tuple[Callable[[Pair], Explanation | None], ...] = (
    _empty,
    factors.negated,
    _returned,
    factors.scaled,
    terms.proportional,
    terms.penalised,
    terms.shifted,
    axes.transposed,
    axes.reduced,
    axes.reordered,
    axes.normalised,
    terms.repeated,
)
