"""Simple relations between a wrong array and the right one, each with a hint.

Mistakes of one function are known by `mistake`; these few hold for every function.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.checks.kinds import Array

_CLOSE = 1e-6
_FEWEST_RATIOS = 3

Story = tuple[str, str]
"""A hint in words of ours, and a detail with numbers."""


def relation(got: Array, expected: Array) -> Story:
    """The story of the first relation that holds; two empty strings when none does.

    Both arrays are numeric and of one shape.
    """
    if not (np.isfinite(got).all() and np.isfinite(expected).all() and np.any(expected)):
        return "", ""
    got, expected = _floating(got), _floating(expected)
    with np.errstate(all="ignore"):
        stories = (find(got, expected) for find in _RELATIONS)
        return next((story for story in stories if story), ("", ""))


def _negated(got: Array, expected: Array) -> Story | None:
    if not _alike(got, -expected):
        return None
    return "Every entry has the right size but the wrong sign.", ""


def _scaled(got: Array, expected: Array) -> Story | None:
    used = expected != 0
    if got.dtype.kind != "f" or used.sum() < _FEWEST_RATIOS:
        return None
    ratio = float(np.median(got[used] / expected[used]))
    if ratio == 0 or abs(ratio - 1) < _CLOSE or not _alike(got, ratio * expected):
        return None
    hint = "Every entry is off by the same factor: is a division or a factor missing or doubled?"
    return hint, f"Every entry is {_factor(ratio)} times the expected one."


def _factor(ratio: float) -> str:
    """A ratio as people say it: 7, 1/7 or 0.123457."""
    inverse = 1 / ratio
    is_fraction = abs(inverse) > 1 and abs(inverse - round(inverse)) < _CLOSE * abs(inverse)
    return f"1/{round(inverse)}" if is_fraction else f"{ratio:.6g}"


def _shifted(got: Array, expected: Array) -> Story | None:
    if got.dtype.kind != "f" or got.size < _FEWEST_RATIOS:
        return None
    gaps = got - expected
    if not np.ptp(gaps) <= _CLOSE * np.abs(gaps).max():
        return None
    hint = "Every entry is off by the same amount: is a constant term missing or counted twice?"
    return hint, f"Every entry is {float(gaps.flat[0]):.6g} away from the expected one."


def _transposed(got: Array, expected: Array) -> Story | None:
    if got.ndim != 2 or not _alike(got, expected.T):
        return None
    return "These are the right numbers, transposed.", ""


def _rounded(got: Array, expected: Array) -> Story | None:
    if got.dtype.kind != "f" or not _alike(got, expected):
        return None
    if np.array_equal(expected, np.rint(expected)) or not np.array_equal(got, np.float32(got)):
        return None
    return "The first six digits are right and the rest is cut off, as in float32.", ""


_RELATIONS: tuple[Callable[[Array, Array], Story | None], ...] = (
    _negated,
    _scaled,
    _shifted,
    _transposed,
    _rounded,
)


def _floating(array: Array) -> Array:
    return array if array.dtype.kind in "fc" else array.astype(np.float64)


def _alike(got: Array, expected: Array) -> bool:
    if got.shape != expected.shape:
        return False
    return bool(np.abs(got - expected).max() <= _CLOSE * np.abs(expected).max())
