"""Laws that random output may have to follow, each with limits of a known false alarm.

Samples are float64 (n,). `alarm` is the chance, at most, that right samples deviate in any way.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grader.checks.chance import tails

Floats = NDArray[np.float64]

_SWAPPED = "It is nearer to the opposite share: is what is kept mixed up with what is dropped?"
_VARIANCE = "It is near the square of the right one: is a variance given as a standard deviation?"


@dataclass(frozen=True)
class Deviation:
    """A statistic outside the interval [low, high] in which right samples have it."""

    words: str
    """The statistic and the side, in words of ours: "the spread is too small"."""
    statistic: float
    low: float
    high: float
    hint: str = ""


class Law(Protocol):
    """What independent samples should follow."""

    def deviations(self, samples: Floats, alarm: float) -> tuple[Deviation, ...]:
        """Everything that is outside its limits."""


@dataclass(frozen=True)
class Share:
    """Samples that are 1 (or True) with probability `chance`, else 0; exact, by the binomial."""

    chance: float

    def deviations(self, samples: Floats, alarm: float) -> tuple[Deviation, ...]:
        """The share of ones."""
        n, share = samples.size, float(np.mean(samples != 0))
        low, high = self._limits(n, alarm / 2)
        opposite = abs(share - (1 - self.chance)) < abs(share - self.chance)
        return _outside("the share", share, low / n, high / n, _SWAPPED if opposite else "")

    def _limits(self, n: int, alarm: float) -> tuple[int, int]:
        """The fewest and the most hits whose tails are no rarer than `alarm`."""
        low = _first(lambda hits: tails.binomial_at_most(hits, n, self.chance) >= alarm, n)
        high = _first(lambda hits: tails.binomial_at_least(hits, n, self.chance) < alarm, n + 1)
        return low, high - 1


@dataclass(frozen=True)
class Normal:
    """Samples with this mean and standard deviation.

    Exact for normal samples: the mean by the normal law, the spread around `mean` by chi-square,
    each with half of the alarm. Uniform samples with the same mean and deviation pass as well, and
    more surely; `Continuous` tells the two apart.
    """

    mean: float
    deviation: float

    def deviations(self, samples: Floats, alarm: float) -> tuple[Deviation, ...]:
        """The mean and the spread around the right mean."""
        n = samples.size
        reach = tails.normal_beyond(alarm / 4) * self.deviation / math.sqrt(n)
        mean = float(np.mean(samples))
        found = _outside("the mean", mean, self.mean - reach, self.mean + reach)
        spread = math.sqrt(float(np.mean((samples - self.mean) ** 2)))
        low, high = (self.deviation * factor for factor in _spread_limits(n, alarm / 4))
        squared = abs(spread - self.deviation**2) < 0.1 * self.deviation**2
        return found + _outside("the spread", spread, low, high, _VARIANCE if squared else "")


@dataclass(frozen=True)
class Continuous:
    """Samples with the distribution function `below`: below(x) = P(X <= x), for an array (n,).

    The largest gap between the share of samples up to x and below(x) is bounded for every n and
    every law (Dvoretzky, Kiefer, Wolfowitz; the constant 2 is Massart's).
    """

    below: Callable[[Floats], Floats]

    def deviations(self, samples: Floats, alarm: float) -> tuple[Deviation, ...]:
        """The largest gap between the two distribution functions."""
        n = samples.size
        wanted = self.below(np.sort(samples))
        steps = np.arange(n + 1) / n
        gap = float(max(np.max(steps[1:] - wanted), np.max(wanted - steps[:-1])))
        limit = math.sqrt(math.log(2 / alarm) / (2 * n))
        return _outside("the gap to the distribution", gap, 0.0, limit)


def _outside(
    noun: str, statistic: float, low: float, high: float, hint: str = ""
) -> tuple[Deviation, ...]:
    if low <= statistic <= high:
        return ()
    side = "small" if statistic < low else "large"
    return (Deviation(f"{noun} is too {side}", statistic, low, high, hint),)


def _spread_limits(n: int, alarm: float) -> tuple[float, float]:
    """The smallest and largest right sqrt(mean of n squared standard normals)."""
    far = n + 20 * math.sqrt(2 * n * math.log(1 / alarm)) + 20 * math.log(1 / alarm)
    low = tails.bisect_increasing(lambda v: tails.chi_square_at_most(v, n), alarm, 0.0, n)
    high = tails.bisect_increasing(lambda v: -tails.chi_square_at_least(v, n), -alarm, n, far)
    return math.sqrt(low / n), math.sqrt(high / n)


def _first(holds: Callable[[int], bool], end: int) -> int:
    """The first number in [0, end] from which on `holds` is true, `end` if before it never is."""
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
