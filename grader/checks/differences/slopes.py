"""Numerical slopes of a scalar function along probes, and the kinks between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from grader.checks.calls.calling import Arguments
from grader.checks.differences.probes import Floats, Probe
from grader.checks.differences.variables import InputVariable

Evaluate = Callable[[Iterable[Arguments]], Floats]
"""The scalar function's values at many lists of arguments."""

VariableProbes = tuple[InputVariable, Sequence[Probe]]
"""Probes of one variable."""

FINER = 8
"""Doubtful slopes are measured again with steps this many times smaller."""


@dataclass(frozen=True)
class Slopes:
    """Values at a step before, at, and a step after the point, one entry for each probe."""

    before: Floats
    at: float
    after: Floats
    step: float

    def of(self, which: NDArray[np.intp]) -> Slopes:
        """The same for some of the probes."""
        return Slopes(self.before[which], self.at, self.after[which], self.step)

    @property
    def central(self) -> Floats:
        return (self.after - self.before) / (2 * self.step)

    @property
    def left(self) -> Floats:
        return (self.at - self.before) / self.step

    @property
    def right(self) -> Floats:
        return (self.after - self.at) / self.step

    @property
    def jump(self) -> Floats:
        """How much the slope changes at the point; shrinks with the step unless there is a kink."""
        return np.abs(self.right - self.left)


def exact_step(step: float) -> float:
    """The nearest power of two, so that x + step is exact and no digit of the step is lost."""
    return float(2.0 ** round(np.log2(step)))


def slopes_at(
    evaluate: Evaluate, args: Arguments, probed: Sequence[VariableProbes], step: float
) -> list[Slopes]:
    """Evaluate at the point, and one step to both sides along all probes; slopes for each route.

    All evaluations are one request.
    """
    steps = (_steps(args, variable, probes, step) for variable, probes in probed)
    values = evaluate(chain([args], *steps))
    ends = np.cumsum([2 * len(probes) for _, probes in probed])
    parts = np.split(values[1:], ends[:-1])
    sides = (part.reshape(-1, 2).T for part in parts)
    return [Slopes(before, float(values[0]), after, step) for before, after in sides]


def kinked(coarse: Slopes, fine: Slopes, slack: float) -> NDArray[np.bool_]:
    """Where the function has a kink within a fine step.

    Of a smooth function the two estimates agree and the jump shrinks with the step. `slack` is the
    difference between estimates that means nothing.
    """
    unsteady = np.abs(coarse.central - fine.central) > slack
    persistent = (fine.jump > slack) & (fine.jump > coarse.jump / 2)
    return np.asarray(unsteady | persistent)


def between_sides(analytic: Floats, slopes: Slopes, slack: float) -> NDArray[np.bool_]:
    """Where a slope lies between the one-sided slopes, as every subgradient does."""
    low = np.minimum(slopes.left, slopes.right) - slack
    high = np.maximum(slopes.left, slopes.right) + slack
    return np.asarray((low <= analytic) & (analytic <= high))


def _steps(
    args: Arguments, variable: InputVariable, probes: Sequence[Probe], step: float
) -> Iterator[Arguments]:
    value = variable.of(args)
    array = np.asarray(value, dtype=np.float64)
    for probe in probes:
        for signed in (-step, step):
            moved = probe.shift(array, signed)
            yield variable.replaced(args, moved if type(value) is np.ndarray else float(moved))
