"""Part 2: the step, the loop, the shape of the cost, and how fast one may go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    check_close,
    check_convergence,
    check_true,
    check_unchanged,
    check_value,
)

Array = NDArray[np.float64]

SIZES = ((7, 5), (11, 3))  # rows and columns
START = np.array([0.1, 0.1])
FITTED = "W", "b", "history"


def people(rng: np.random.Generator, rows: int) -> tuple[Array, Array]:
    """Education and income (N, 2), and dates (N,) by the oracle with 1% noise."""
    education, income = rng.integers(26, size=rows), rng.integers(10000, size=rows)
    dates = 0.8 * education + 0.003 * income + 2
    X = np.column_stack([education, income]).astype(float)
    return X, dates * (1 + 0.01 * rng.standard_normal(rows))


def model(returned: Any, columns: int) -> tuple[Array, float, Array]:
    """The (W, b, history) in what train_linear returned, once it is known to be that."""
    three = isinstance(returned, tuple) and len(returned) == 3
    check_true(three, "train_linear did not return three things, (W, b, history).")
    W, b, history = returned
    vector, number = (
        has_numbers(W) and np.shape(W) == (columns,),
        has_numbers(b) and np.ndim(b) == 0,
    )
    check_true(vector, "The W of train_linear is no array of numbers of shape (D,).")
    check_true(number, "The b of train_linear is no number.")
    curve = has_numbers(history) and np.ndim(history) == 1
    check_true(curve, "The history of train_linear is no array of numbers with one axis.")
    return W, b, history


def has_numbers(value: Any) -> bool:
    numeric = isinstance(value, int | float | np.generic | np.ndarray)
    return numeric and np.asarray(value).dtype.kind in "fiu"


def loss_left(X: Array, y: Array) -> Callable[[Any], float]:
    """Computes the mean squared error of a returned (W, b, history)."""

    def loss(returned: Any) -> float:
        W, b, _ = model(returned, X.shape[1])
        return float(np.mean((X @ W + b - y) ** 2))

    return loss


def wavy(slope: float, place: float) -> Callable[[float], float]:
    """The derivative of a parabola with waves on it."""
    return lambda w: slope * (w - place) + float(np.sin(w))


# --- the worked numbers -----------------------------------------------------------------------


@pytest.mark.points(2)
def test_gd_step_of_the_document(student: Any) -> None:
    """One step of rate 1e-7 from W = (0.1, 0.1), b = 0 gives the first row of the document."""
    gradients = np.array([1.183e4, 5.929e6]), 891.5
    expected = np.array([0.098817, -0.4929]), -8.915e-5
    args = (START, 0.0), gradients, 1e-7
    check_value(student.descent.gd_step, args, expected, names=("W", "b"))


@pytest.mark.points(3)
def test_gd_trace_of_the_document(student: Any) -> None:
    """On 1.5 w² a rate of 0.8 leads from -6 to 8.4 to -11.76: the cost climbs, 54, 105.8, 207.4."""
    places = check_value(
        student.descent.gd_trace,
        (lambda w: 3 * w, -6.0, 0.8, 2),
        np.array([-6.0, 8.4, -11.76]),
    )
    check_close(1.5 * places**2, np.array([54.0, 105.84, 207.4464]), what="The cost on the way")


@pytest.mark.points(2)
def test_training_by_hand(student: Any) -> None:
    """One step of rate 0.1 for y = 3, 5 at x = 1, 2 brings the loss from 17 to 1.685."""
    X, y, start = np.array([[1.0], [2.0]]), np.array([3.0, 5.0]), np.array([0.0])
    expected = np.array([1.3]), 0.8, np.array([17.0, 1.685])
    check_value(student.descent.train_linear, (X, y, start, 0.0, 0.1, 1), expected, names=FITTED)


@pytest.mark.points(1)
def test_max_stable_rate_by_hand(student: Any) -> None:
    """For x = 0, 0, 1, 3 the cost by W and b curves by 6 at most, so the limit is 1/3."""
    X = np.array([[0.0], [0.0], [1.0], [3.0]])
    check_value(student.descent.max_stable_rate, (X,), 2 / 6)


# --- values -----------------------------------------------------------------------------------


@pytest.mark.points(3)
@pytest.mark.hidden
def test_cost_surface(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """cost_surface[i, j] is the cost of the weights w1[i] and w2[j], on any grid."""
    for rows, A, B in ((7, 5, 3), (11, 3, 13)):
        X, y = rng.standard_normal((rows, 2)), rng.standard_normal(rows)
        args = X, y, rng.standard_normal(), rng.uniform(-1, 1, A), rng.uniform(-1, 1, B)
        check_value(student.descent.cost_surface, args, reference.descent.cost_surface)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_max_stable_rate(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """max_stable_rate is 2 over the largest curvature of the cost by W and b."""
    for rows, columns in SIZES:
        X = 1 + rng.standard_normal((rows, columns))
        check_value(student.descent.max_stable_rate, (X,), reference.descent.max_stable_rate)


# --- descending a slope -----------------------------------------------------------------------


@pytest.mark.points(2)
@pytest.mark.hidden
def test_gd_trace(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """gd_trace visits the right places on other slopes, at other rates, for any number of steps."""
    for steps in (0, 7, 11):
        args = wavy(rng.uniform(0.5, 2), rng.uniform(-3, 3)), rng.uniform(-5, 5), 0.3, steps
        check_value(student.descent.gd_trace, args, reference.descent.gd_trace)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_gd_stops_at_the_minimum(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """gd stops once no entry of w moves by more than tol, from whichever side it comes."""
    minimum, width = rng.uniform(-3, 3, 5), rng.uniform(0.5, 2, 5)
    for direction in (1, -1, np.array([1, -1, 1, -1, 1])):
        args = lambda w: width * (w - minimum), minimum + 2 * direction, 0.4, 1e-3
        check_value(student.descent.gd, args, reference.descent.gd, names=("w", "steps"))
    for start in (-2.0, 12.0):
        parabola = lambda w: 2 * (w - 5), start, 0.3, 1e-4
        check_value(student.descent.gd, parabola, reference.descent.gd, names=("w", "steps"))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_gd_stops_at_the_minimum")
def test_gd_gives_up(student: Any, reference: Any) -> None:
    """gd ends after max_steps where the rate is too large for it to come to rest."""
    args = lambda w: 3 * w, -6.0, 0.8, 1e-3, 7
    check_value(student.descent.gd, args, reference.descent.gd, names=("w", "steps"))


# --- training ---------------------------------------------------------------------------------


@pytest.mark.points(4)
@pytest.mark.hidden
def test_training_step_by_step(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """train_linear follows the rule; history has the loss before every step and at the end."""
    for rows, columns in SIZES:
        X, y = rng.standard_normal((rows, columns)), rng.standard_normal(rows)
        start = rng.standard_normal(columns), rng.standard_normal()
        args = X, y, *start, 0.05, 29
        expected = reference.descent.train_linear
        check_value(student.descent.train_linear, args, expected, names=FITTED, rtol=1e-6)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_raw_income_overflows(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """With income as it is, rates of 1e-6 and of 1e-7 overflow within 600 steps."""
    X, y = people(rng, 100)
    for lr in (1e-6, 1e-7):
        returned = student.descent.train_linear(X, y, START, 0.0, lr, 600)
        _, _, history = model(returned, 2)
        _, _, expected = reference.descent.train_linear(X, y, START, 0.0, lr, 600)
        check_close(history[:5], expected[:5], what="The start of the history", rtol=1e-6)
        check_true(
            not np.isfinite(loss_left(X, y)(returned)),
            f"600 steps of rate {lr:g} end with a finite loss.",
            hint="Each step should multiply the error: is something held back or scaled?",
        )


@pytest.mark.points(3)
@pytest.mark.hidden
def test_the_stable_rate_is_the_border(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """Training falls at 0.9 times your max_stable_rate and climbs at 1.1 times."""
    X, y = people(rng, 97)
    train, expected = student.descent.train_linear, reference.descent.max_stable_rate
    rate = check_value(student.descent.max_stable_rate, (X,), expected, rtol=1e-6)
    start = float(np.mean((X @ START - y) ** 2))
    left = loss_left(X, y)

    def losses(lr: float) -> list[Any]:
        return [train(X, y, START, 0.0, lr, steps) for steps in (0, 1, 3, 10, 30, 101)]

    check_convergence(
        losses,
        (0.9 * rate,),
        recompute=left,
        snapshots=list,
        at_most=start / 100,
        start=start,
        what="Training at 0.9 times max_stable_rate",
    )
    beyond = left(train(X, y, START, 0.0, 1.1 * rate, 101))
    check_true(
        not beyond < 100 * start,
        "At 1.1 times max_stable_rate the loss does not climb.",
        hint="Nothing should hold the steps back: is there a clip, a scaling or an early stop?",
    )


@pytest.mark.points(4)
@pytest.mark.hidden
@pytest.mark.needs("test_training_by_hand")
@pytest.mark.timeout(5)
def test_training_finds_the_oracle(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """With school in decades and income in thousands, 2,000 steps find 8, 3 and a bias near 2."""
    X, y = people(rng, 100)
    X = X / [10, 1000]
    args, left = (X, y, START, 0.0, 0.02, 2000), loss_left(X, y)
    best = left(reference.descent.train_linear(*args))
    returned = check_convergence(
        student.descent.train_linear,
        args,
        recompute=left,
        at_most=1.001 * best,
        start=left((START, 0.0, np.zeros(1))),
        curve=lambda returned: returned[2],
    )
    W, b, _ = model(returned, 2)
    # The widest bands of 20,000 draws: 7.83 to 8.16, 2.958 to 3.042 and 1.74 to 2.25.
    check_close(W[0], 8.0, what="W[0], dates for ten years of school", rtol=0.03)
    check_close(W[1], 3.0, what="W[1], dates for 1000 of income", rtol=0.02)
    check_close(b, 2.0, what="b, dates for nothing at all", rtol=0.2)


# --- care -------------------------------------------------------------------------------------


@pytest.mark.points(1)
@pytest.mark.hidden
def test_training_takes_integers(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """train_linear takes whole numbers for X, W0 and b0, and its steps are not cut off."""
    X, start = rng.integers(-3, 4, size=(7, 5)), np.array([1, -1, 0, 2, 1])
    args = X, rng.standard_normal(7), start, 1, 0.01, 11
    expected = reference.descent.train_linear
    check_value(student.descent.train_linear, args, expected, names=FITTED, rtol=1e-6)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_descent_leaves_its_inputs_alone(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """gd_step, train_linear and cost_surface are right and change nothing that they are given."""
    ours, theirs = reference.descent, student.descent
    X, y, W = rng.standard_normal((7, 2)), rng.standard_normal(7), rng.standard_normal(2)
    for name, args, names in (
        ("gd_step", ((W, 0.5), (y[:2].copy(), 0.3), 0.1), ("W", "b")),
        ("train_linear", (X, y, W, 0.5, 0.05, 7), FITTED),
        ("cost_surface", (X, y, 0.5, W, W.copy()), ()),
    ):
        check_unchanged(getattr(theirs, name), args)
        check_value(getattr(theirs, name), args, getattr(ours, name), names=names, rtol=1e-6)
