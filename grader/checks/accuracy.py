"""Accuracy of a function that predicts, on labels that never leave the judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from grader.checks.calls.calling import Function, call, name_of
from grader.checks.chance.misses import Attempt, record_attempt
from grader.checks.chance.thresholds import Thresholds
from grader.checks.comparing.numeric import form_evidence
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import Tolerance
from grader.checks.failure import CheckFailure
from grader.checks.kinds import Array, numbers_of
from grader.evidence import Evidence, EvidenceKind

_ANY_DTYPE = Tolerance(dtypes="any")
_SCORES = "These look like scores: np.argmax(..., axis=1) makes labels of them."
_CHANCE = "This is what guessing finds: do the labels still belong to their rows after a shuffle?"


@dataclass(frozen=True)
class Predictions:
    """Predicted labels beside the right ones, both (N,)."""

    predicted: Array
    wanted: Array

    @property
    def right(self) -> int:
        """How many are right."""
        return int(np.sum(self.predicted == self.wanted))

    @property
    def accuracy(self) -> float:
        """The share that is right, 0 to 1."""
        return self.right / len(self.wanted)


def check_accuracy(
    predict: Function,
    x: Array,
    labels: Array,
    *,
    at_least: float | Mapping[float, float],
    rng: np.random.Generator,
    what: str = "",
) -> float:
    """`predict` finds enough of the labels; returns the share of the points that this earns.

    `predict(x)` gets the rows of x (N, ...) in an order drawn from `rng` and returns N labels: an
    array (N,) of any numeric dtype. `labels` (N,) stay here. `at_least` is the accuracy that earns
    everything, or several with their shares: `{0.90: 0.5, 0.94: 1.0}`. Below the first the check
    fails. Where chance trains the model, `check_learning` gives it a second attempt.
    """
    thresholds = Thresholds.of(at_least)
    owner = name_of(predict, what)
    predictions = predicted(predict, x, np.asarray(labels), rng, owner)
    record_attempt(Attempt(accuracy=predictions.accuracy, thresholds=thresholds.accuracies))
    return earned(predictions, thresholds, owner)


def predicted(
    predict: Function, x: Array, labels: Array, rng: np.random.Generator, owner: str
) -> Predictions:
    """Ask for the labels of shuffled rows; raises when it returns no label for each row."""
    order = rng.permutation(len(labels))
    wanted = labels[order]
    return Predictions(_labels(call(predict, (x[order],)), wanted, owner), wanted)


def earned(predictions: Predictions, thresholds: Thresholds, owner: str) -> float:
    """The share of the points; raises when it is none."""
    share = thresholds.share(predictions.accuracy)
    if share > 0:
        return share
    evidence = Evidence(
        kind=EvidenceKind.ACCURACY,
        summary=f"The predictions of {owner} are right for less than "
        f"{thresholds.accuracies[0]:.6g} of the rows.",
        hint=_hint(predictions),
        detail=f"Accuracy {predictions.accuracy:.4g}: {predictions.right} of "
        f"{len(predictions.wanted)} rows are right.",
        got=f"{predictions.accuracy:.4g}",
        expected=thresholds.words(),
        share_wrong=1 - predictions.accuracy,
    )
    raise CheckFailure((evidence,))


def _labels(got: Any, wanted: Array, owner: str) -> Array:
    """The predictions; raises when they are not one label for each row."""
    evidence = form_evidence(got, numbers_of(wanted), _ANY_DTYPE, Subject.result_of(owner))
    if evidence is None:
        return numbers_of(got).values
    shape = evidence.got_shape
    if shape is not None and len(shape) == 2 and 1 not in shape:
        evidence = msgspec.structs.replace(evidence, hint=_SCORES)
    raise CheckFailure((evidence,))


def _hint(predictions: Predictions) -> str:
    """What the predictions look like; empty when they look like nothing in particular."""
    if np.all(predictions.predicted == predictions.predicted[0]):
        return "Every row got the same label."
    if not np.isin(predictions.predicted, predictions.wanted).any():
        return "None of the predicted labels is one of the classes: do they count from 0?"
    if not np.isin(predictions.predicted, predictions.wanted).all():
        return "Some predicted labels are none of the classes."
    classes = len(np.unique(predictions.wanted))
    spread = np.sqrt((1 - 1 / classes) / classes / len(predictions.wanted))
    return _CHANCE if abs(predictions.accuracy - 1 / classes) < 3 * spread else ""
