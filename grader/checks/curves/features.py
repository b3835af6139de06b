"""Features of a loss curve, independent of its units and of how often each point is repeated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SEGMENTS = 60
"""Segments of equal length, over each of which the mean loss is taken."""
_FEWEST_TURNS = 6
"""Fewer turning points than this may come from one or two jumps."""
_STEPS_BEFORE = 10
"""How many steps before a jump tell the size of an ordinary step."""


@dataclass(frozen=True)
class CurveFeatures:
    """A curve (n,) of finite numbers, n at least 2, from the first step to the last."""

    curve: Floats

    @cached_property
    def means(self) -> Floats:
        """The mean loss of each segment."""
        area = np.concatenate([[0.0], np.cumsum(self.curve)])
        edges = np.linspace(0, len(self.curve), _SEGMENTS + 1)
        areas = np.diff(np.interp(edges, np.arange(len(area)), area))
        return np.asarray(areas * (_SEGMENTS / len(self.curve)))

    @cached_property
    def steps(self) -> Floats:
        """The changes from point to point that are not zero."""
        steps = np.diff(self.curve)
        return np.asarray(steps[steps != 0])

    @property
    def first(self) -> float:
        """The loss at the beginning."""
        return float(self.curve[0])

    @property
    def last(self) -> float:
        """The median loss of the last tenth."""
        return self._typical(0.9, 1.0)

    @property
    def lowest(self) -> float:
        """The lowest mean of a segment."""
        return float(self.means.min())

    @property
    def late_fall(self) -> float:
        """How much the loss still fell in the last quarter."""
        return self._typical(0.65, 0.75) - self.last

    @cached_property
    def noise(self) -> float:
        """The median change between turning points in the second half; 0 if there are few."""
        half = self.curve[len(self.curve) // 2 :]
        heights = np.abs(np.diff(_turns(half)))
        enough = max(3, min(_FEWEST_TURNS, np.count_nonzero(np.diff(half)) / 4))
        return float(np.median(heights)) if len(heights) >= enough else 0.0

    @property
    def swings(self) -> bool:
        """Whether it oscillates by a large part of its whole range, at its end as well."""
        level = float(np.median(np.abs(self.curve)))
        return self.noise > 0.2 * float(np.ptp(self.curve)) and self.noise > 0.15 * level

    @property
    def jumps(self) -> bool:
        """Whether a step rises by a quarter of the range, far more than the steps before it."""
        high = np.flatnonzero(self.steps > 0.25 * np.ptp(self.curve))
        return any(self._is_sudden(int(i)) for i in high if i >= _STEPS_BEFORE // 2)

    def _is_sudden(self, i: int) -> bool:
        ordinary = np.median(np.abs(self.steps[max(0, i - _STEPS_BEFORE) : i]))
        return bool(self.steps[i] > max(6 * ordinary, 5 * self.noise))

    def _typical(self, start: float, end: float) -> float:
        return float(np.median(self.means[round(start * _SEGMENTS) : round(end * _SEGMENTS)]))


def _turns(curve: Floats) -> Floats:
    """The losses at which the direction changes, and those at both ends."""
    steps = np.diff(curve)
    moving = np.flatnonzero(steps)
    signs = np.sign(steps[moving])
    turns = moving[1:][signs[1:] != signs[:-1]]
    return np.concatenate([curve[:1], curve[turns], curve[-1:]])
