"""Part 2: the perceptron, set by hand and moved by its mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import check_convergence, check_unchanged, check_value

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND = np.array([0, 0, 0, 1])
OR = np.array([0, 1, 1, 1])
XOR = np.array([0, 1, 1, 0])
SETS = 20


def separable(rng: np.random.Generator, rows: int, inputs: int) -> tuple[Array, Labels]:
    """Points on both sides of a random plane that misses the origin, none of them close to it."""
    w = rng.standard_normal(inputs)
    w /= np.linalg.norm(w)
    cloud = rng.standard_normal((20 * rows, inputs))
    above, below = cloud[cloud @ w > 0.5], cloud[cloud @ w < -0.5]
    X = 2.0 * w + np.concatenate([above[: rows // 2], below[: rows - rows // 2]])
    y = np.concatenate([np.ones(rows // 2, int), np.zeros(rows - rows // 2, int)])
    order = rng.permutation(rows)
    return X[order], y[order]


def left_wrong(X: Array, y: Labels) -> Callable[[Any], float]:
    """Counts, from a returned (w, b, mistakes), the rows of X on the wrong side of the line."""

    def count(returned: Any) -> float:
        w, b, _ = returned
        return float(np.sum((X @ w.reshape(X.shape[1]) + float(b) >= 0) != y))

    return count


def mistakes_of(returned: Any) -> Any:
    """The history that training reports."""
    return returned[2]


@pytest.mark.points(2)
def test_perceptron_and(student: Any) -> None:
    """perceptron_and answers 1 at (1, 1) and 0 at the other three corners."""
    check_value(student.perceptron.perceptron_and, (CORNERS,), AND, dtypes="any")


@pytest.mark.points(2)
def test_perceptron_or(student: Any) -> None:
    """perceptron_or answers 0 at (0, 0) and 1 at the other three corners."""
    check_value(student.perceptron.perceptron_or, (CORNERS,), OR, dtypes="any")


@pytest.mark.points(3)
def test_perceptron_step_at_a_wrong_point(student: Any) -> None:
    """A point on the wrong side moves w by alpha times the point, and b by alpha."""
    step, w = student.perceptron.perceptron_step, np.array([1.0, -1.0])
    above, below, on = np.array([2.0, 1.0]), np.array([-1.0, 3.0]), np.array([0.5, 1.0])
    names = "w", "b"
    check_value(step, (w, 0.5, above, 0, 0.25), (np.array([0.5, -1.25]), 0.25), names=names)
    check_value(step, (w, 0.5, below, 1, 0.25), (np.array([0.75, -0.25]), 0.75), names=names)
    check_value(step, (w, 0.5, on, 0, 0.25), (np.array([0.875, -1.25]), 0.25), names=names)


@pytest.mark.points(2)
def test_perceptron_step_at_a_right_point(student: Any) -> None:
    """A point on the right side moves nothing."""
    step, w = student.perceptron.perceptron_step, np.array([1.0, -1.0])
    above, below = np.array([2.0, 1.0]), np.array([-1.0, 3.0])
    check_value(step, (w, 0.5, above, 1, 0.25), (w, 0.5), names=("w", "b"))
    check_value(step, (w, 0.5, below, 0, 0.25), (w, 0.5), names=("w", "b"))


@pytest.mark.points(2)
def test_training_pass_by_pass(student: Any, reference: Any) -> None:
    """On AND, w, b and the mistakes of every pass are those of the rule, row by row from zeros."""
    train = student.perceptron.perceptron_train
    names = "w", "b", "mistakes"
    expected = reference.perceptron.perceptron_train
    check_value(train, (CORNERS, AND), expected, names=names, dtypes="any")


@pytest.mark.points(4)
def test_training_learns_and_and_or(student: Any) -> None:
    """Training on AND, and on OR, ends with no corner on the wrong side."""
    for name, labels in {"AND": AND, "OR": OR}.items():
        check_convergence(
            student.perceptron.perceptron_train,
            (CORNERS, labels),
            recompute=left_wrong(CORNERS, labels),
            at_most=0,
            curve=mistakes_of,
            what=f"Training on {name}",
        )


@pytest.mark.points(4)
def test_training_never_learns_xor(student: Any, reference: Any) -> None:
    """On XOR every pass has a mistake, and training gives up after 100 passes."""
    train = student.perceptron.perceptron_train
    names = "w", "b", "mistakes"
    expected = reference.perceptron.perceptron_train
    check_value(train, (CORNERS, XOR, 1.0, 100), expected, names=names, dtypes="any")


@pytest.mark.points(3)
@pytest.mark.hidden
def test_one_line_decides_everywhere(student: Any, rng: np.random.Generator) -> None:
    """perceptron_and and perceptron_or are lines: beyond the corners they answer as at them."""
    away = 3 * rng.random((7, 2))
    beyond_and = CORNERS[3] + away, CORNERS[1] - away, CORNERS[2] - away
    beyond_or = CORNERS[0] - away, CORNERS[1] + away, CORNERS[2] + away
    for function, labels, beyond, answers in (
        (student.perceptron.perceptron_and, AND, beyond_and, (1, 0, 0)),
        (student.perceptron.perceptron_or, OR, beyond_or, (0, 1, 1)),
    ):
        points = np.concatenate([CORNERS, *beyond])
        check_value(function, (points,), np.append(labels, np.repeat(answers, 7)), dtypes="any")


@pytest.mark.points(3)
@pytest.mark.hidden
def test_perceptron_step_at_many_points(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """perceptron_step is right for both labels of a point, with three and with five inputs."""
    step, names = student.perceptron.perceptron_step, ("w", "b")
    for inputs in (3, 3, 5, 5):
        w, b, x = rng.standard_normal(inputs), rng.standard_normal(), rng.standard_normal(inputs)
        for label in (0, 1):
            args = w, b, x, label, 0.3
            check_value(step, args, reference.perceptron.perceptron_step, names=names)


@pytest.mark.points(6)
@pytest.mark.hidden
@pytest.mark.needs("test_training_learns_and_and_or")
def test_training_separates_what_can_be_separated(student: Any, rng: np.random.Generator) -> None:
    """Training finds a line for each of 20 sets of points that a line can separate."""
    for index in range(SETS):
        X, y = separable(rng, rows=(7, 11)[index % 2], inputs=(5, 3)[index % 2])
        check_convergence(
            student.perceptron.perceptron_train,
            (X, y, 0.5, 200),
            recompute=left_wrong(X, y),
            at_most=0,
            curve=mistakes_of,
            what="Training on points that a line separates",
        )


@pytest.mark.points(2)
@pytest.mark.hidden
def test_perceptron_leaves_its_inputs_alone(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """perceptron_step and perceptron_train are right and change none of their inputs."""
    ours, theirs = reference.perceptron, student.perceptron
    X, y = separable(rng, rows=7, inputs=5)
    w = rng.standard_normal(5)
    wrong = 1 - int(X[0] @ w >= 0)
    step, train = (w, 0.0, X[0].copy(), wrong, 0.3), (X, y, 0.5, 200)
    check_unchanged(theirs.perceptron_step, step, names=("w", "b", "x", "y", "alpha"))
    check_value(theirs.perceptron_step, step, ours.perceptron_step, names=("w", "b"))
    check_unchanged(theirs.perceptron_train, train, names=("X", "y", "alpha", "max_epochs"))
    names = "w", "b", "mistakes"
    check_value(theirs.perceptron_train, train, ours.perceptron_train, names=names, dtypes="any")


@pytest.mark.points(2)
@pytest.mark.hidden
def test_perceptron_takes_integers(student: Any, reference: Any) -> None:
    """Integer points and weights work, and half steps are not cut off."""
    ours, theirs = reference.perceptron, student.perceptron
    corners = CORNERS.astype(int)
    step, train = (np.array([1, 1]), 0, corners[3], 0, 0.25), (corners, AND, 0.25)
    check_value(theirs.perceptron_step, step, ours.perceptron_step, names=("w", "b"))
    names = "w", "b", "mistakes"
    check_value(theirs.perceptron_train, train, ours.perceptron_train, names=names, dtypes="any")
