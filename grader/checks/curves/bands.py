"""Where a right training may run: a band around the reference's runs with other seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.errors import CourseError
from grader.evidence import Curve
from grader.model import Record

FEWEST_SEEDS = 5
_ROUNDING = 1e-6
"""Share of the loss that is always allowed: two right trainings add up in another order."""


class Band(Record):
    """The losses that a right training may have at each checkpoint, first to last."""

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]

    def outside(self, values: Sequence[float]) -> tuple[int, ...]:
        """The checkpoints at which finite `values`, one for each, are below or above the band."""
        edges = enumerate(zip(self.low, values, self.high, strict=True))
        return tuple(i for i, (low, value, high) in edges if not low <= value <= high)

    def curves(self) -> tuple[Curve, ...]:
        """Its edges for a plot."""
        return (
            Curve(label="lowest right loss", values=self.low),
            Curve(label="highest right loss", values=self.high),
        )


def band_of(
    train: Callable[[int], Sequence[Any]],
    seeds: Sequence[int],
    recompute: Callable[[Any], float],
) -> Band:
    """The band of a reference: `train(seed)` returns what `recompute` turns into losses.

    At each checkpoint the band reaches from the lowest to the highest loss of all seeds, and as
    far again to both sides: a right training with yet another seed stays inside. Give it 5 seeds
    or more, 20 for a training that depends on them much; a training without chance has a narrow
    band around its only curve. Seeds are numbers, so that runs of the reference are remembered.
    """
    if len(seeds) < FEWEST_SEEDS:
        raise CourseError(
            f"A band of {len(seeds)} seeds says little about another one.",
            hint=f"Give band_of {FEWEST_SEEDS} seeds or more, for example range(20).",
        )
    runs = [[float(recompute(snapshot)) for snapshot in train(seed)] for seed in seeds]
    if len({len(run) for run in runs}) > 1 or not runs[0] or not np.isfinite(runs).all():
        raise CourseError(
            "The reference's runs have no band: they differ in length or are not finite.",
            hint="Take the same checkpoints for every seed, of a reference that converges.",
        )
    lowest, highest = np.min(runs, axis=0), np.max(runs, axis=0)
    margin = (highest - lowest) + _ROUNDING * np.abs(highest)
    return Band(
        low=tuple((lowest - margin).tolist()),
        middle=tuple(np.median(runs, axis=0).tolist()),
        high=tuple((highest + margin).tolist()),
    )
