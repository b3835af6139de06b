"""Simple relations between a wrong array and the right one, each with a hint.

Mistakes of one function are known by `mistake`; these few hold for every function.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.checks.calls.origin import NO_CALL, Origin
from grader.checks.kinds import Array
from grader.checks.relating import axes, factors, terms
from grader.checks.relating.pair import Pair, Story, alike, pair_of, telling

NO_STORY: Story = ("", "")


def relation(got: Array, expected: Array, origin: Origin = NO_CALL) -> Story:
    """The story of the first relation that holds; two empty strings when none does.

    The arrays are numeric; `origin` is the call that made `got`. Right numbers with a little noise
    have no story but that of float32, and unrelated numbers have none at all.
    """
    pair = pair_of(got, expected, origin)
    if pair is None:
        return NO_STORY
    with np.errstate(all="ignore"):
        if alike(pair.got, pair.expected):
            return _rounded(pair) or NO_STORY
        stories = (find(pair) for find in _RELATIONS)
        return next((story for story in stories if story), NO_STORY)


def reduction(got: Array, expected: Array, origin: Origin) -> Story:
    """The story of arrays whose shapes differ: an argument was reduced over another axis."""
    pair = pair_of(got, expected, origin)
    return (axes.reduced(pair) if pair else None) or NO_STORY


def _rounded(pair: Pair) -> Story | None:
    if np.array_equal(pair.expected, np.rint(pair.expected)):
        return None
    if not np.array_equal(pair.got, np.float32(pair.got)) or not telling(pair.got):
        return None
    return "The first six digits are right and the rest is cut off, as in float32.", ""


def _empty(pair: Pair) -> Story | None:
    if pair.got.any() or pair.got.shape != pair.expected.shape or not telling(pair.expected):
        return None
    if pair.got.size == 1:
        return "The value is zero: is it ever changed?", ""
    return "Every entry is zero: is anything ever written into it?", ""


def _returned(pair: Pair) -> Story | None:
    """An argument came back as it was given."""
    if telling(pair.got, free=1):
        for argument in pair.arguments:
            if alike(pair.got, argument.values):
                return f"This is {argument.word} as it was given: is the result returned?", ""
    return None


_RELATIONS: tuple[Callable[[Pair], Story | None], ...] = (
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
