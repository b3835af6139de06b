"""Where a derivative is probed: single coordinates, and signed directions through all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grader.checks.kinds import numeric

Floats = NDArray[np.float64]

MOST_COORDINATES = 400
_SAMPLED_COORDINATES = 200
_DIRECTIONS = 16


class Probe(Protocol):
    """A direction in the space of one array."""

    def shift(self, array: Floats, step: float) -> Floats:
        """The array moved by `step` along the direction."""

    def slope(self, gradient: Floats) -> float:
        """What `gradient` says about the slope along the direction."""


@dataclass(frozen=True)
class Coordinate:
    """One entry of the array; `position` counts in row-major order."""

    position: int

    def shift(self, array: Floats, step: float) -> Floats:
        moved = array.copy()
        moved.flat[self.position] += step
        return moved

    def slope(self, gradient: Floats) -> float:
        return float(gradient.flat[self.position])


@dataclass(frozen=True)
class Direction:
    """All entries at once, each up or down, about as far in total as a single coordinate.

    Signs keep errors from cancelling as they would along (1, 1, ...). The length is a power of
    two, so that shifted entries are exact.
    """

    signs: Floats

    def shift(self, array: Floats, step: float) -> Floats:
        return array + step * self._length * self.signs

    def slope(self, gradient: Floats) -> float:
        return float(self._length * np.sum(self.signs * gradient))

    @property
    def _length(self) -> float:
        return float(2.0 ** -round(np.log2(self.signs.size) / 2))


def probes_of(array: Floats, rng: np.random.Generator) -> list[Probe]:
    """All coordinates of a small array; of a large one a sample, and signed directions."""
    if array.size <= MOST_COORDINATES:
        return [Coordinate(i) for i in range(array.size)]
    sample = rng.choice(array.size, size=_SAMPLED_COORDINATES, replace=False)
    signs = (rng.choice([-1.0, 1.0], size=array.shape) for _ in range(_DIRECTIONS))
    return [*(Coordinate(int(i)) for i in np.sort(sample)), *map(Direction, signs)]


def generator_for(args: Sequence[object]) -> np.random.Generator:
    """A generator seeded by the arrays of a call: the same call is always probed alike."""
    digest = hashlib.sha256()
    for value in args:
        for item in value.values() if isinstance(value, dict) else (value,):
            numbers = numeric(item)
            if numbers is not None and numbers.holds_numbers:
                digest.update(np.ascontiguousarray(numbers.values).tobytes())
    return np.random.default_rng(int.from_bytes(digest.digest()[:8], "big"))
