"""Accuracy on labels that never leave the judge."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.checks.calling import Function, call, name_of
from grader.checks.failure import CheckFailure, restated
from grader.checks.gaps import Tolerance
from grader.checks.kinds import Array, numbers_of
from grader.checks.leaves import form_evidence
from grader.checks.subject import Subject
from grader.model import Evidence, EvidenceKind

_ANY_DTYPE = Tolerance(dtypes="any")
_SCORES = "These look like scores: np.argmax(..., axis=1) makes labels of them."


def check_accuracy(
    predict: Function,
    x: Array,
    labels: Array,
    *,
    at_least: float,
    rng: np.random.Generator,
    what: str = "",
) -> float:
    """`predict` finds at least this share of the labels; returns the share, 0 to 1.

    `predict(x)` gets the rows of x (N, ...) in an order drawn from `rng` and returns N labels: an
    array (N,) of any numeric dtype. `labels` (N,) stay here.
    """
    order = rng.permutation(len(labels))
    owner = name_of(predict, what)
    wanted = np.asarray(labels)[order]
    predictions = _labels(call(predict, (x[order],)), wanted, owner)
    right = int(np.sum(predictions == wanted))
    accuracy = right / len(wanted)
    if accuracy < at_least:
        evidence = Evidence(
            kind=EvidenceKind.ACCURACY,
            summary=f"{owner} is right for less than {at_least:.6g} of the rows.",
            hint=_hint(predictions),
            detail=f"Accuracy {accuracy:.4g}: {right} of {len(wanted)} rows are right.",
            got=f"{accuracy:.4g}",
            expected=f"at least {at_least:.6g}",
            share_wrong=1 - accuracy,
        )
        raise CheckFailure((evidence,))
    return accuracy


def _labels(got: Any, wanted: Array, owner: str) -> Array:
    """The predictions; raises when they are not one label for each row."""
    subject = Subject.result_of(owner)
    evidence = form_evidence(got, numbers_of(wanted), _ANY_DTYPE, subject)
    if evidence is None:
        return numbers_of(got).values
    if (
        evidence.got_shape is not None
        and len(evidence.got_shape) == 2
        and 1 not in evidence.got_shape
    ):
        evidence = restated(evidence, hint=_SCORES)
    raise CheckFailure((evidence,))


def _hint(predictions: Array) -> str:
    if np.all(predictions == predictions[0]):
        return "Every row got the same label."
    return ""
