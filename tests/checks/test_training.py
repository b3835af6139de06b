"""check_convergence and check_accuracy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from grader.checks import check_accuracy, check_convergence
from grader.evidence import EvidenceKind
from tests.checks.failures import only_evidence_of


def descend(rate: float, steps: int = 20) -> tuple[float, list[float]]:
    """Minimise w² from w = 1; the parameter and the history of losses."""
    w, history = 1.0, [1.0]
    for _ in range(steps):
        w -= rate * 2 * w
        history.append(w * w)
    return w, history


def loss_of(returned: Any) -> float:
    return float(returned[0] ** 2)


def history_of(returned: Any) -> Any:
    return returned[1]


SETTINGS: dict[str, Any] = {
    "recompute": loss_of,
    "at_most": 1e-3,
    "start": 1.0,
    "curve": history_of,
}


def test_a_training_that_converges_returns_what_it_returned() -> None:
    assert check_convergence(descend, (0.3,), **SETTINGS) == descend(0.3)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.01, "ends with a loss above 0.001"),
        (-0.1, "higher loss than it began with"),
        (0.0, "the loss it began with"),
        (np.float64(1e300), "diverged"),
        (np.nan, "diverged"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*encountered in:RuntimeWarning")
def test_what_went_wrong_is_said(rate: float, words: str) -> None:
    found = only_evidence_of(check_convergence, descend, (rate,), **SETTINGS)
    assert found.kind is EvidenceKind.CONVERGENCE
    assert words in found.summary


def test_a_reported_loss_is_shown_and_not_believed() -> None:
    found = only_evidence_of(
        check_convergence, lambda: (1.0, [1.0, 0.5, 0.0]), (), **SETTINGS, what="train"
    )
    assert found.curves[0].values == (1.0, 0.5, 0.0)


def test_a_loss_too_low_to_be_true_fails() -> None:
    found = only_evidence_of(
        check_convergence, descend, (0.5,), recompute=loss_of, at_most=1.0, at_least=1e-6
    )
    assert "lower than this training can reach" in found.summary


@pytest.mark.parametrize("returned", [None, (), 1.0, ("w", 1), ([1.0],), {"w": 1.0}])
def test_parameters_of_another_form_are_a_failure_of_type(returned: Any) -> None:
    found = only_evidence_of(check_convergence, lambda: returned, (), **SETTINGS)
    assert found.kind is EvidenceKind.TYPE


def test_an_overflow_in_the_recomputed_loss_is_divergence() -> None:
    found = only_evidence_of(
        check_convergence, lambda: 1e6, (), recompute=math.exp, at_most=1.0, what="train"
    )
    assert "diverged" in found.summary


@pytest.mark.parametrize(
    ("history", "shown"),
    [
        ([3, 2.0, np.float64(1)], (3.0, 2.0, 1.0)),
        (np.array([3.0, 2.0]), (3.0, 2.0)),
        ([3.0, 2.0, np.nan, 1.0], (3.0, 2.0)),
        ([3.0, 2.0, "x"], (3.0, 2.0)),
        ("a text", None),
        (np.ones((2, 2)), None),
        (object(), None),
        ([1.0], None),
    ],
)
def test_of_a_reported_history_only_finite_numbers_are_drawn(history: Any, shown: Any) -> None:
    found = only_evidence_of(check_convergence, lambda: (1.0, history), (), **SETTINGS)
    assert found.curves == () if shown is None else found.curves[0].values == shown


def test_a_long_history_is_thinned() -> None:
    found = only_evidence_of(check_convergence, lambda: (1.0, [1.0] * 10_000), (), **SETTINGS)
    assert 100 < len(found.curves[0].values) <= 200


# --- accuracy ---------------------------------------------------------------------------------


X = np.arange(40.0).reshape(20, 2)
LABELS = np.arange(20) % 3


def by_row(x: Any) -> Any:
    return (x[:, 0] / 2 % 3).astype(int)


@pytest.mark.parametrize("dtype", ["int64", "int8", "float64"])
def test_right_labels_pass_in_any_dtype(dtype: str) -> None:
    rng = np.random.default_rng(0)
    accuracy = check_accuracy(lambda x: by_row(x).astype(dtype), X, LABELS, at_least=1.0, rng=rng)
    assert accuracy == 1.0


def test_rows_come_in_another_order_so_that_remembered_labels_fail() -> None:
    rng = np.random.default_rng(0)
    found = only_evidence_of(
        check_accuracy, lambda x: LABELS, X, LABELS, at_least=0.9, rng=rng, what="predict"
    )
    assert found.kind is EvidenceKind.ACCURACY
    assert found.summary == "The predictions of predict are right for less than 0.9 of the rows."


def test_the_same_label_for_every_row_is_named() -> None:
    rng = np.random.default_rng(0)
    found = only_evidence_of(
        check_accuracy, lambda x: np.zeros(len(x), int), X, LABELS, at_least=0.9, rng=rng
    )
    assert found.hint == "Every row got the same label."
    assert found.detail == "Accuracy 0.35: 7 of 20 rows are right."


@pytest.mark.parametrize(
    ("predictions", "kind"),
    [
        (np.zeros((20, 3)), EvidenceKind.SHAPE),
        (np.zeros((20, 1)), EvidenceKind.SHAPE),
        (np.zeros(19), EvidenceKind.SHAPE),
        (0, EvidenceKind.SHAPE),
        ([0] * 20, EvidenceKind.TYPE),
        (None, EvidenceKind.TYPE),
        (np.array(["a"] * 20), EvidenceKind.DTYPE),
    ],
)
def test_predictions_of_another_form_are_told_so(predictions: Any, kind: EvidenceKind) -> None:
    rng = np.random.default_rng(0)
    found = only_evidence_of(
        check_accuracy, lambda x: predictions, X, LABELS, at_least=0.5, rng=rng
    )
    assert found.kind is kind


def test_scores_in_place_of_labels_get_a_hint() -> None:
    rng = np.random.default_rng(0)
    scores = np.zeros((20, 3))
    found = only_evidence_of(check_accuracy, lambda x: scores, X, LABELS, at_least=0.5, rng=rng)
    assert "argmax" in found.hint
