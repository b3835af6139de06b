"""Part 3: a sigmoid unit that learns to say yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    band_of,
    check_composite,
    check_convergence,
    check_learning,
    check_true,
    check_unchanged,
    check_value,
)

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

SIZES = ((7, 5), (11, 3))  # rows and columns
FITTED = "w", "b", "history"
CHECKPOINTS = 0, 3, 10, 30, 100  # steps


def course(rng: np.random.Generator, students: int) -> tuple[Array, Labels]:
    """Lectures attended and hours on the project (N, 2), in standard units, and who passed (N,)."""
    lectures, hours = rng.integers(31, size=students), rng.uniform(0, 60, size=students)
    luck = 0.3 * rng.logistic(size=students)
    passed = 0.3 * (lectures - 15) + 0.15 * (hours - 30) + luck > 0
    X = np.column_stack([lectures, hours])
    return (X - X.mean(axis=0)) / X.std(axis=0), np.where(passed, 1, 0)


def fitted(returned: Any) -> tuple[Any, Any]:
    """The (w, b) in what train_logistic returned."""
    three = isinstance(returned, tuple) and len(returned) == 3
    check_true(three, "train_logistic did not return three things, (w, b, history).")
    w, b, _ = returned
    return w, b


def loss_left(X: Array, y: Labels) -> Callable[[Any], float]:
    """Computes the mean cross entropy of a returned (w, b, history)."""

    def loss(returned: Any) -> float:
        w, b = fitted(returned)
        z = X @ w + b
        return float(np.mean(np.logaddexp(0, z) - y * z))

    return loss


# --- the worked numbers -----------------------------------------------------------------------


@pytest.mark.points(1)
def test_logistic_predict_by_hand(student: Any) -> None:
    """Scores of 0, log 3 and -log 3 are probabilities of 0.5, 0.75 and 0.25."""
    X = np.log(3.0) * np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 0.5]])
    args = X, np.array([1.0, 2.0]), -2 * np.log(3.0)
    check_value(student.logistic.logistic_predict, args, np.array([0.5, 0.75, 0.25]))


@pytest.mark.points(1)
def test_predict_label_by_hand(student: Any) -> None:
    """A probability that reaches the threshold says 1: 0.2, 0.5 and 0.7 are 0, 1 and 1."""
    p = np.array([0.2, 0.5, 0.7])
    check_value(student.logistic.predict_label, (p,), np.array([0, 1, 1]))
    check_value(student.logistic.predict_label, (p, 0.6), np.array([0, 0, 1]))


# --- values -----------------------------------------------------------------------------------


@pytest.mark.points(3)
@pytest.mark.hidden
def test_logistic_predict(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """logistic_predict is right for any number of rows and columns."""
    for rows, columns in SIZES:
        args = rng.standard_normal((rows, columns)), rng.standard_normal(columns), rng.normal()
        check_value(student.logistic.logistic_predict, args, reference.logistic.logistic_predict)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_predict_label(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """predict_label asks whether p reaches the threshold, whatever that is."""
    for rows, threshold in ((7, 0.3), (11, 0.8)):
        p = np.append(rng.random(rows), threshold)
        check_value(student.logistic.predict_label, (p,), reference.logistic.predict_label)
        args = p, threshold
        check_value(student.logistic.predict_label, args, reference.logistic.predict_label)


# --- training ---------------------------------------------------------------------------------


@pytest.mark.points(2)
@pytest.mark.hidden
def test_logistic_training_step_by_step(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """train_logistic goes from zeros where the cross entropy leads, and keeps every loss."""
    for rows, columns in SIZES:
        X = rng.standard_normal((rows, columns))
        y = np.where(rng.random(rows) < 0.3, 1, 0)
        args, expected = (X, y, 0.3, 29), reference.logistic.train_logistic
        parts = {"logistic_predict": student.logistic.logistic_predict}
        train = student.logistic.train_logistic
        check_composite(train, args, expected, parts=parts, names=FITTED, rtol=1e-6)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_logistic_training_gets_along(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """On 400 students the loss falls as fast as it should, from step 0 to step 100."""
    X, passed = course(rng, 400)
    left = loss_left(X, passed)

    def models(train: Callable[..., Any]) -> list[Any]:
        return [train(X, passed, 1.0, steps) for steps in CHECKPOINTS]

    check_convergence(
        models,
        (student.logistic.train_logistic,),
        recompute=left,
        snapshots=list,
        # No step is left to chance, so this is a narrow band around the only right curve.
        band=band_of(lambda _: models(reference.logistic.train_logistic), range(5), left),
        what="train_logistic",
    )


@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.needs("test_logistic_training_step_by_step")
def test_who_passes_the_class(student: Any, rng: np.random.Generator, award: Any) -> None:
    """Trained on 400 students, your model knows of 1,000 others who passes the class."""
    logistic = student.logistic

    def learn(x: Array, labels: Labels, _: np.random.Generator) -> Callable[[Array], Any]:
        w, b = fitted(logistic.train_logistic(x, labels, 1.0, 200))
        return lambda rows: logistic.predict_label(logistic.logistic_predict(rows, w, b))

    enough = {0.85: 0.5, 0.9: 1.0}
    X, passed = course(rng, 1400)
    share = check_learning(
        learn, X, passed, at_least=enough, rng=rng, test_share=1000 / 1400, what="your model"
    )
    award(share)


# --- care -------------------------------------------------------------------------------------


@pytest.mark.points(2)
@pytest.mark.hidden
def test_sure_predictions(student: Any) -> None:
    """logistic_predict is finite and right for scores as large as 10,000."""
    X, w = np.array([[-1e4], [-800.0], [0.0], [800.0], [1e4]]), np.array([1.0])
    expected = np.array([0.0, 0.0, 0.5, 1.0, 1.0])
    check_value(student.logistic.logistic_predict, (X, w, 0.0), expected)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_training_survives_sure_predictions(student: Any) -> None:
    """The history of train_logistic stays finite when the model is right and entirely sure."""
    X, y = np.array([[-3000.0], [-1000.0], [2000.0]]), np.array([0, 0, 1])
    expected = np.array([1000.0]), -1 / 6, np.array([np.log(2.0), 0.0, 0.0, 0.0])
    check_value(student.logistic.train_logistic, (X, y, 1.0, 3), expected, names=FITTED, atol=1e-6)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_logistic_leaves_its_inputs_alone(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """The functions of part 3 are right and change nothing that they are given."""
    ours, theirs = reference.logistic, student.logistic
    X, w = rng.standard_normal((7, 5)), rng.standard_normal(5)
    y = np.where(rng.random(7) < 0.3, 1, 0)
    for name, args, names in (
        ("logistic_predict", (X, w, 0.5), ()),
        ("predict_label", (rng.random(7), 0.3), ()),
        ("train_logistic", (X, y, 0.3, 7), FITTED),
    ):
        check_unchanged(getattr(theirs, name), args)
        check_value(getattr(theirs, name), args, getattr(ours, name), names=names, rtol=1e-6)
