"""Part 1: the data, the forward pass, the loss, and the way back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks import (
    check_backward,
    check_close,
    check_composite,
    check_gradient,
    check_seeded,
    check_true,
    check_unchanged,
    check_value,
)

SIZES = ((7, 5), (11, 3))  # rows and columns


def line(rng: np.random.Generator, rows: int, columns: int) -> tuple[Any, ...]:
    """Random X, W, b, y of a linear model."""
    X = rng.standard_normal((rows, columns))
    return X, rng.standard_normal(columns), rng.standard_normal(), rng.standard_normal(rows)


def out_of(returned: Any) -> Any:
    """The `out` in what forward returned; what is in the cache is the student's own affair."""
    two = isinstance(returned, tuple) and len(returned) == 2
    check_true(two, "forward did not return two things, (out, cache).")
    return returned[0]


# --- the worked numbers -----------------------------------------------------------------------


@pytest.mark.points(2)
def test_true_y_of_three_people(student: Any) -> None:
    """true_y is 2 for no school and no income, 17.6 for (12, 2000) and 52 for (25, 10000)."""
    education, income = np.array([0.0, 12.0, 25.0]), np.array([0.0, 2000.0, 10000.0])
    check_value(student.regression.true_y, (education, income), np.array([2.0, 17.6, 52.0]))


@pytest.mark.points(1)
def test_sample_without_noise(student: Any, rng: np.random.Generator) -> None:
    """sample with noise 0 is the truth."""
    args = np.array([0.0, 12.0, 25.0]), np.array([0.0, 2000.0, 10000.0])
    expected = np.array([2.0, 17.6, 52.0])
    quiet = {"noise": 0.0, "rng": rng}
    check_value(student.regression.sample, args, expected, keywords=quiet)


@pytest.mark.points(2)
def test_forward_by_hand(student: Any) -> None:
    """forward gives 12.5 and 34.5 for the rows (1, 2) and (3, 4), W = (10, 1) and b = 0.5."""
    x, W = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 1.0])
    out = out_of(student.regression.forward(x, W, 0.5))
    call = "forward(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 1.0]), 0.5)[0]"
    check_close(out, np.array([12.5, 34.5]), what="out of forward", call=call)


@pytest.mark.points(2)
def test_mean_square_loss_by_hand(student: Any) -> None:
    """Errors of 1, 0, -2 and 4 cost (1 + 0 + 4 + 16) / 4 = 5.25."""
    h, y = np.array([2.0, 4.0, 6.0, 8.0]), np.array([1.0, 4.0, 8.0, 4.0])
    expected = 5.25, np.array([0.5, 0.0, -1.0, 2.0])
    check_value(student.regression.mean_square_loss, (h, y), expected, names=("loss", "dout"))


# --- values -----------------------------------------------------------------------------------


@pytest.mark.points(1)
@pytest.mark.hidden
def test_sample_with_noise(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """sample is off by a normal share of the truth: 1% unless told otherwise, one draw a row."""
    for N in (7, 11):
        people = rng.integers(26, size=N), rng.integers(10000, size=N)
        for keywords in ({"rng": rng}, {"noise": 0.15, "rng": rng}):
            expected = reference.regression.sample
            check_value(student.regression.sample, people, expected, keywords=keywords)


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_sample_without_noise")
def test_sample_draws_from_its_generator(student: Any, rng: np.random.Generator) -> None:
    """The generator decides about the noise: the same seed, the same noise, and only then."""
    people = rng.uniform(1, 26, 11), rng.uniform(0, 10000, 11)
    check_seeded(
        lambda seed: student.regression.sample(*people, rng=np.random.default_rng(seed)),
        what="The noise of sample",
    )


@pytest.mark.points(2)
@pytest.mark.hidden
def test_forward(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """forward is right for any number of rows and columns."""
    for size in SIZES:
        X, W, b, _ = line(rng, *size)
        expected, _ = reference.regression.forward(X, W, b)
        check_close(out_of(student.regression.forward(X, W, b)), expected, what="out of forward")


@pytest.mark.points(2)
@pytest.mark.hidden
def test_mean_square_loss(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """mean_square_loss divides by the number of rows that it was given."""
    for N in (7, 11):
        h, y = rng.standard_normal(N), rng.standard_normal(N)
        expected = reference.regression.mean_square_loss
        check_value(student.regression.mean_square_loss, (h, y), expected, names=("loss", "dout"))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_compute_loss_predicts(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """compute_loss without y returns the predictions, an array (N,)."""
    for size in SIZES:
        X, W, b, _ = line(rng, *size)
        check_value(student.regression.compute_loss, (X, W, b), reference.regression.compute_loss)


# --- gradients --------------------------------------------------------------------------------


@pytest.mark.points(4)
@pytest.mark.hidden
def test_mean_square_loss_gradient(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """dout of mean_square_loss is the derivative of its own loss."""
    for N in (7, 11):
        args = rng.standard_normal(N), rng.standard_normal(N)
        expected = reference.regression.mean_square_loss
        check_gradient(
            student.regression.mean_square_loss, args, reference=expected, names=("dout",)
        )


@pytest.mark.points(6)
@pytest.mark.hidden
def test_backward(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """backward gives dW and db for any dout."""
    for size in SIZES:
        X, W, b, _ = line(rng, *size)
        check_backward(
            student.regression.forward,
            student.regression.backward,
            (X, W, b),
            wrt=(1, 2),
            rng=rng,
            reference=(reference.regression.forward, reference.regression.backward),
            names=("dW", "db"),
        )


@pytest.mark.points(7)
@pytest.mark.hidden
def test_compute_loss_gradients(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """compute_loss puts your functions together: the loss, dW and db."""
    ours, solution = student.regression, reference.regression
    names = "forward", "mean_square_loss", "backward"
    for size in SIZES:
        check_composite(
            ours.compute_loss,
            line(rng, *size),
            solution.compute_loss,
            parts={name: getattr(ours, name) for name in names},
            names=("loss", "dW", "db"),
        )


# --- care -------------------------------------------------------------------------------------


@pytest.mark.points(3)
@pytest.mark.hidden
def test_targets_in_a_column(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """Targets or predictions of shape (N, 1) mean the same N numbers, not N times N pairs."""
    loss, names = student.regression.mean_square_loss, ("loss", "dout")
    expected = reference.regression.mean_square_loss
    for size in SIZES:
        X, W, b, y = line(rng, *size)
        h = rng.standard_normal(len(y))
        check_value(loss, (h, y[:, None]), expected, names=names)
        check_value(loss, (h[:, None], y), expected, names=names)
        column, names_of_all = (X, W, b, y[:, None]), ("loss", "dW", "db")
        check_value(
            student.regression.compute_loss,
            column,
            reference.regression.compute_loss,
            names=names_of_all,
        )


@pytest.mark.points(1)
@pytest.mark.hidden
def test_regression_leaves_its_inputs_alone(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """The functions of part 1 are right and change nothing that they are given."""
    ours, theirs = reference.regression, student.regression
    X, W, b, y = line(rng, 7, 5)
    people = rng.uniform(0, 26, 7), rng.uniform(0, 10000, 7)
    for name, args, names in (
        ("true_y", people, ()),
        ("mean_square_loss", (y, X[:, 0].copy()), ("loss", "dout")),
        ("compute_loss", (X, W, b), ()),
        ("compute_loss", (X, W, b, y), ("loss", "dW", "db")),
    ):
        check_unchanged(getattr(theirs, name), args)
        check_value(getattr(theirs, name), args, getattr(ours, name), names=names)
    returned = check_unchanged(theirs.forward, (X, W, b))
    check_close(out_of(returned), X @ W + b, what="out of forward")
    check_unchanged(theirs.backward, (y, returned[1]))
    noisy = {"noise": 0.15, "rng": rng}
    check_value(theirs.sample, people, ours.sample, keywords=noisy)
    check_unchanged(theirs.sample, people, noisy)
