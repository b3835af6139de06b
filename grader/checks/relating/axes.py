"""The right numbers along the wrong axis: transposed, in another order, reduced over another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations

import numpy as np

from grader.checks.relating.pair import (
    CLOSE,
    Explanation,
    Floats,
    Pair,
    conclusive,
    nearly_equal,
    unrounded,
)

_MOST_AXES = 4
_FEWEST_UNROUNDED = 3
_REDUCTIONS: tuple[tuple[str, Callable[..., Floats]], ...] = (
    ("sum", np.sum),
    ("mean", np.mean),
    ("maximum", np.max),
    ("minimum", np.min),
)


def transposed(pair: Pair) -> Explanation | None:
    """The axes are exchanged; the shape is the same."""
    if not 2 <= pair.got.ndim <= _MOST_AXES or not conclusive(pair.expected):
        return None
    for order in permutations(range(pair.got.ndim)):
        if nearly_equal(pair.got, pair.expected.transpose(order)):
            what = "transposed" if pair.got.ndim == 2 else "with other axes first"
            return f"These are the right numbers, {what}.", ""
    return None


def reordered(pair: Pair) -> Explanation | None:
    """The same numbers stand in other places."""
    if pair.got.size != pair.expected.size or unrounded(pair.expected).size < _FEWEST_UNROUNDED:
        return None
    if not nearly_equal(np.sort(pair.got, axis=None), np.sort(pair.expected, axis=None)):
        return None
    return "These are the right numbers in another order: is a reshape where axes must swap?", ""


def reduced(pair: Pair) -> Explanation | None:
    """An argument is summed (averaged, ...) over another axis than asked; shapes may differ."""
    if not conclusive(pair.got, free=1) or not conclusive(pair.expected, free=1):
        return None
    for argument in pair.arguments:
        for word, reduce in _REDUCTIONS:
            asked = _axis_of(pair.expected, argument.values, reduce)
            done = _axis_of(pair.got, argument.values, reduce)
            if asked is not None and done is not None and asked != done:
                return (
                    f"This is the {word} of {argument.word} over axis {done}, "
                    f"where axis {asked} is asked for.",
                    "",
                )
    return None


def normalised(pair: Pair) -> Explanation | None:
    """Lines along one axis add up to the same number (or squares do), but along another one."""
    if pair.got.ndim < 2 or pair.got.shape != pair.expected.shape:
        return None
    for word, power in (("sum", 1), ("sum of squares", 2)):
        asked = set(_axes_of_equal_sums(pair.expected**power))
        done = set(_axes_of_equal_sums(pair.got**power))
        if len(asked) == 1 and len(done) == 1 and asked != done:
            return (
                f"Lines along axis {done.pop()} have one and the same {word}, "
                f"where lines along axis {asked.pop()} should: is an axis mixed up?",
                "",
            )
    return None


def _axis_of(value: Floats, array: Floats, reduce: Callable[..., Floats]) -> int | None:
    if array.ndim < 2:
        return None
    found = (
        axis
        for axis in range(array.ndim)
        if nearly_equal(np.squeeze(value), np.squeeze(reduce(array, axis=axis)))
    )
    return next(found, None)


def _axes_of_equal_sums(array: Floats) -> Iterator[int]:
    """Axes along which all sums are equal, where that is no coincidence."""
    for axis in range(array.ndim):
        sums = array.sum(axis=axis)
        size = np.abs(array).sum(axis=axis).max()
        if sums.size > 1 and unrounded(array).size > sums.size and np.ptp(sums) <= CLOSE * size:
            yield axis
