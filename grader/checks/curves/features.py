"""Traits of a curve that depend neither on its units nor on how often each point is repeated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STRETCHES = 60
_OFTEN = 6
"""Fewer strokes than this may come from one or two jumps."""
_BEFORE = 10
"""How many steps before a jump say what an ordinary step is."""


@dataclass(frozen=True)
class CurveFeatures:
    """A curve (n,) of finite numbers, n at least 2, from the first step to the last."""

    curve: Floats

    @cached_property
    def means(self) -> Floats:
        """The mean height over each of `_STRETCHES` stretches of equal length."""
        area = np.concatenate([[0.0], np.cumsum(self.curve)])
        edges = np.linspace(0, len(self.curve), _STRETCHES + 1)
        areas = np.diff(np.interp(edges, np.arange(len(area)), area))
        return np.asarray(areas * (_STRETCHES / len(self.curve)))

    @cached_property
    def steps(self) -> Floats:
        """The changes from point to point, without those that change nothing."""
        steps = np.diff(self.curve)
        return np.asarray(steps[steps != 0])

    @property
    def first(self) -> float:
        """The loss at the beginning."""
        return float(self.curve[0])

    @property
    def last(self) -> float:
        """The typical loss of the last tenth."""
        return self._typical(0.9, 1.0)

    @property
    def lowest(self) -> float:
        """The lowest mean of a stretch."""
        return float(self.means.min())

    @property
    def late_fall(self) -> float:
        """What the last quarter still brought."""
        return self._typical(0.65, 0.75) - self.last

    @cached_property
    def noise(self) -> float:
        """The typical way from a turn to the next in the later half; 0 if it hardly ever turns."""
        half = self.curve[len(self.curve) // 2 :]
        heights = np.abs(np.diff(_turns(half)))
        often = max(3, min(_OFTEN, np.count_nonzero(np.diff(half)) / 4))
        return float(np.median(heights)) if len(heights) >= often else 0.0

    @property
    def swings(self) -> bool:
        """Whether it goes up and down by a good part of all it ever did, at its end as well."""
        level = float(np.median(np.abs(self.curve)))
        return self.noise > 0.2 * float(np.ptp(self.curve)) and self.noise > 0.15 * level

    @property
    def jumps(self) -> bool:
        """Whether one step goes up by a quarter of all, far more than the steps before it."""
        high = np.flatnonzero(self.steps > 0.25 * np.ptp(self.curve))
        return any(self._is_sudden(int(i)) for i in high if i >= _BEFORE // 2)

    def _is_sudden(self, i: int) -> bool:
        ordinary = np.median(np.abs(self.steps[max(0, i - _BEFORE) : i]))
        return bool(self.steps[i] > max(6 * ordinary, 5 * self.noise))

    def _typical(self, start: float, end: float) -> float:
        return float(np.median(self.means[round(start * _STRETCHES) : round(end * _STRETCHES)]))


def _turns(curve: Floats) -> Floats:
    """The heights at which the direction changes, with both ends."""
    steps = np.diff(curve)
    moving = np.flatnonzero(steps)
    signs = np.sign(steps[moving])
    turns = moving[1:][signs[1:] != signs[:-1]]
    return np.concatenate([curve[:1], curve[turns], curve[-1:]])
