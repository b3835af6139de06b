"""How far two arrays of one shape are apart, as numbers only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.checks.comparing.tolerance import Tolerance
from grader.checks.kinds import Array
from grader.evidence import WrongEntry

MOST_PLACES = 5


@dataclass(frozen=True)
class Gaps:
    """Which entries of `got` are wrong, and by how much.

    `absolute` is float64 of the same shape; infinite where a NaN or inf stands on one side only.
    """

    got: Array
    expected: Array
    wrong: NDArray[np.bool_]
    absolute: NDArray[np.float64]

    @property
    def share_wrong(self) -> float:
        return float(self.wrong.mean())

    @property
    def largest_absolute(self) -> float | None:
        """The largest finite gap of a wrong entry."""
        return _largest(self.absolute[self.wrong])

    @property
    def largest_relative(self) -> float | None:
        """The largest |x - y| / |y| of the wrong entries with a finite y other than zero."""
        size = np.abs(self.expected[self.wrong]).astype(np.float64)
        usable = (size > 0) & np.isfinite(size)
        with np.errstate(all="ignore"):
            return _largest(self.absolute[self.wrong][usable] / size[usable])

    def places(self) -> tuple[WrongEntry, ...]:
        """The worst wrong entries, worst first; NaN and inf before all others."""
        flat = np.where(self.wrong, self.absolute, -1.0).ravel()
        worst = np.argsort(-flat, kind="stable")[:MOST_PLACES]
        return tuple(self._place(int(i)) for i in worst if self.wrong.flat[i])

    def index_of(self, position: int) -> tuple[int, ...]:
        """The index of an entry that is counted in row-major order."""
        return tuple(int(i) for i in np.unravel_index(position, self.wrong.shape))

    def _place(self, position: int) -> WrongEntry:
        got, expected = self.got.ravel()[position], self.expected.ravel()[position]
        return WrongEntry(index=self.index_of(position), got=_plain(got), expected=_plain(expected))


@dataclass(frozen=True)
class SampledGaps(Gaps):
    """Gaps at some entries of an array of `shape`; `positions` counts them in row-major order."""

    positions: NDArray[np.int64]
    shape: tuple[int, ...]

    def index_of(self, position: int) -> tuple[int, ...]:
        return tuple(int(i) for i in np.unravel_index(self.positions[position], self.shape))


def measure(got: Array, expected: Array, tolerance: Tolerance, dtype: str = "float64") -> Gaps:
    """The gaps between two numeric arrays of one shape; `dtype` is the one that was expected.

    NaN is right only where NaN is expected, an infinity only where the same one is expected.
    Integers are compared exactly.
    """
    with np.errstate(all="ignore"):
        equal = np.asarray(got == expected)
        if got.dtype.kind in "biu" and expected.dtype.kind in "biu":
            return Gaps(got, expected, ~equal, _distance(got, expected))
        finite = np.isfinite(got) & np.isfinite(expected)
        absolute = np.where(finite, _distance(got, expected), np.inf)
        near = finite & (absolute <= tolerance.allowed(expected, dtype))
        right = equal | near | (np.isnan(got) & np.isnan(expected))
        return Gaps(got, expected, ~right, np.where(right & ~finite, 0.0, absolute))


def _distance(got: Array, expected: Array) -> NDArray[np.float64]:
    wide = np.result_type(got, expected, np.float64)
    return np.asarray(np.abs(got.astype(wide) - expected.astype(wide)), dtype=np.float64)


def _largest(values: NDArray[np.float64]) -> float | None:
    finite = values[np.isfinite(values)]
    return float(finite.max()) if finite.size else None


def _plain(entry: np.generic) -> float | str:
    """A finite real number as float, anything else as text."""
    value = entry.item()
    if isinstance(value, complex) or not np.isfinite(value):
        return str(value)
    return float(value)
