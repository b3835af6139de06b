"""The shape of a loss curve, its remedy, and where the documents say so.

Everything is measured against the curve itself, so that units and the number of steps do not
matter. Losses are at least 0. Where the documents are wrong the errata decide: a curve that falls
too slowly has a rate that is too *low*, and overfitting is a validation loss far *above* the
training loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from grader.checks.curves.features import CurveFeatures, Floats
from grader.model import Record

FEWEST = 8
"""Of a shorter curve it is only said whether it diverged."""

_PART_ONE = "Deep learning without going down the rabbit holes"
_MONITOR = f"{_PART_ONE}, part 2, Monitor loss"
_VALIDATION = f"{_PART_ONE}, part 2, Train vs validation accuracy"
_SADDLES = "Deep Learning (cheat sheet), 2.4. Optimization algorithms"

_ENOUGH_OF_KNOWN = 0.9
"""The share of the possible fall that is enough where the reachable loss is known."""
_ENOUGH_OF_UNKNOWN = 0.5

Losses = Sequence[float] | Floats


class CurveShape(StrEnum):
    """The shapes that the documents tell apart."""

    FINE = "fine"
    DIVERGED = "diverged"
    OSCILLATING = "oscillating"
    JUMP = "sudden jump"
    OVERFIT = "overfit"
    SLOW = "too slow"
    PLATEAU = "plateau"


class Reading(Record):
    """A shape, and what is told to the student about it."""

    shape: CurveShape
    says: str
    """The rest of a sentence that begins with the training's name."""
    remedy: str
    """One sentence on what to try."""
    source: str
    """The document and heading."""


FINE = Reading(shape=CurveShape.FINE, says="falls as it should", remedy="", source=_MONITOR)
DIVERGED = Reading(
    shape=CurveShape.DIVERGED,
    says="diverged: the loss grows or is not finite",
    remedy="Is the step uphill? If its sign is right, divide the learning rate by ten and retry.",
    source=f"{_PART_ONE}, part 2, Troubleshooting",
)
OSCILLATING = Reading(
    shape=CurveShape.OSCILLATING,
    says="oscillates: the loss swings up and down instead of settling",
    remedy="Steps that are too long jump across the valley: try a smaller learning rate.",
    source=f"{_PART_ONE}, Learning rate",
)
JUMP = Reading(
    shape=CurveShape.JUMP,
    says="has a sudden jump in its loss",
    remedy="One step was far too long: lower the learning rate, or clip the gradient.",
    source=_MONITOR,
)
OVERFIT = Reading(
    shape=CurveShape.OVERFIT,
    says="overfits: the validation loss ends far above the training loss",
    remedy="Stop at the best validation loss, add regularisation, or use more data.",
    source=_VALIDATION,
)
SLOW = Reading(
    shape=CurveShape.SLOW,
    says="is too slow: the loss still falls steadily when the training ends",
    remedy="Multiply the learning rate by ten, and look whether the updates are tiny.",
    source=_MONITOR,
)
EARLY_PLATEAU = Reading(
    shape=CurveShape.PLATEAU,
    says="falls fast and is flat too early, far from the loss that can be reached",
    remedy="The learning rate may be high: with a smaller one, or one that decays, it gets lower.",
    source=_MONITOR,
)
FLAT = Reading(
    shape=CurveShape.PLATEAU,
    says="is on a plateau: the loss hardly changes from beginning to end",
    remedy="Are gradients zero, or updates not applied? Off a saddle momentum or Adam helps.",
    source=_SADDLES,
)


def read_curve(
    values: Losses,
    validation: Losses | None = None,
    *,
    reach: float = 0.0,
) -> Reading:
    """Read a training curve, one loss per step or checkpoint, first to last.

    `validation` are losses of the same model on other rows, of any length. `reach` is the loss
    that a right training ends with, if it is known: the possible fall ends there instead of at 0.
    """
    curve = np.asarray(values, dtype=np.float64)
    others = np.asarray([] if validation is None else validation, dtype=np.float64)
    if not (np.isfinite(curve).all() and np.isfinite(others).all()):
        return DIVERGED
    if len(curve) < 2:
        return FINE
    features = CurveFeatures(curve)
    if features.last - features.first > max(0.2 * abs(features.first), 3 * features.noise):
        return DIVERGED
    if len(curve) < FEWEST:
        return FINE
    if features.jumps:
        return JUMP
    if features.swings:
        return OSCILLATING
    if len(others) >= FEWEST and _overfits(features, CurveFeatures(others)):
        return OVERFIT
    return _progress(features, reach)


def _overfits(training: CurveFeatures, validation: CurveFeatures) -> bool:
    """Whether much of what was learnt does not hold for other rows, or was lost again."""
    learnt = training.first - training.last
    gap = validation.last - training.last
    lost = validation.last - validation.lowest
    return learnt > 0 and gap > 0.25 * learnt and (lost > 0.1 * learnt or gap > 0.5 * learnt)


def _progress(features: CurveFeatures, reach: float) -> Reading:
    """Whether a curve without jumps and oscillations has fallen enough, or still falls."""
    possible = features.first - min(reach, features.last)
    fall = features.first - features.last
    if fall >= (_ENOUGH_OF_KNOWN if reach > 0 else _ENOUGH_OF_UNKNOWN) * possible:
        return FINE
    if fall <= 2 * features.noise or fall <= 0:
        return FLAT
    if features.late_fall > max(0.08 * fall, features.noise):
        return SLOW
    return EARLY_PLATEAU if fall > 0.1 * possible else FLAT
