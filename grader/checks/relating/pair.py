"""A wrong value and the expected one, and whether a relation between them may be coincidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.checks.calls.source_call import Argument, SourceCall
from grader.checks.kinds import Array

Floats = NDArray[np.float64]

CLOSE = 1e-6
"""Relations hold within this share of the largest entry."""
_ROUND = 1000
"""Numbers with at most three decimals are chosen by people, so that they are related by chance."""
_MOST_ENTRIES = 1_000_000

Explanation = tuple[str, str]
"""A hint, and a detail with numbers; both empty when nothing is known."""


@dataclass(frozen=True)
class Pair:
    """Finite real numbers: a value, the expected one, and the arguments of the call."""

    got: Floats
    expected: Floats
    arguments: Sequence[Argument]

    @property
    def gap(self) -> Floats:
        return np.asarray(self.got - self.expected)


def pair_of(got: Array, expected: Array, source: SourceCall) -> Pair | None:
    """The pair, or None when no relation may be looked for: NaN, complex numbers, too many."""
    if got.dtype.kind not in "iuf" or expected.dtype.kind not in "iuf":
        return None
    if max(got.size, expected.size) > _MOST_ENTRIES or not np.any(expected):
        return None
    if not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return None
    return Pair(_floats(got), _floats(expected), tuple(_usable(source)))


def nearly_equal(one: Floats, other: Floats) -> bool:
    """Equal in shape, and in every entry within `CLOSE` of the largest."""
    if one.shape != other.shape:
        return False
    return bool(np.abs(one - other).max(initial=0.0) <= CLOSE * np.abs(other).max(initial=0.0))


def magnitudes(array: Floats) -> Floats:
    """The distinct sizes of the entries, zero left out; sizes closer than `CLOSE` are one."""
    sizes = np.unique(np.abs(array))
    sizes = sizes[sizes > 0]
    is_new = np.diff(sizes, prepend=-np.inf) > CLOSE * sizes
    return np.asarray(sizes[is_new])


def unrounded(array: Floats) -> Floats:
    """The distinct sizes with more than three decimals, which people do not choose."""
    sizes = magnitudes(array)
    scaled = sizes * _ROUND
    return np.asarray(sizes[np.abs(scaled - np.rint(scaled)) > CLOSE * np.maximum(1.0, scaled)])


def conclusive(*arrays: Floats, free: int = 0) -> bool:
    """Whether a relation that holds for these arrays can hardly be coincidence.

    Three different entries are enough, or fewer with many digits: one, and one more for each of the
    `free` numbers that were fitted to the arrays.
    """
    return all(magnitudes(array).size >= 3 for array in arrays) or all(
        unrounded(array).size > free for array in arrays
    )


def _floats(array: Array) -> Floats:
    return np.asarray(array, dtype=np.float64)


def _usable(source: SourceCall) -> Iterator[Argument]:
    for argument in source.arguments():
        values = argument.values
        if 0 < values.size <= _MOST_ENTRIES and np.isfinite(values).all():
            yield Argument(argument.word, _floats(values))
