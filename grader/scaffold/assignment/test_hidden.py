"""Hidden checks: random numbers that differ from course to course."""

import numpy as np
import pytest

from grader.checks import (
    check_composite,
    check_convergence,
    check_gradient,
    check_learning,
    check_rows_alone,
    check_value,
)

SIZES = (7, 5), (11, 3)  # rows and columns: all different, so that no mix-up goes unseen


def batch(rng, rows, columns):
    """Arguments of `loss`: x (N, D), y (N,), w (D,) and b."""
    x = rng.standard_normal((rows, columns))
    y = rng.permutation(np.arange(rows) % 2)
    return x, y, rng.standard_normal(columns), float(rng.standard_normal())


def two_groups(rng, rows):
    """Points x (N, 2), a third of them around (2, 2) with y = 1, the others around (-1, -1)."""
    y = rng.permutation(np.arange(rows) % 3 // 2)
    return rng.standard_normal((rows, 2)) + 3.0 * y[:, None] - 1.0, y


@pytest.mark.points(10)
@pytest.mark.hidden
def test_probabilities(student, reference, rng):
    """Every row gets its probability, whatever the other rows are."""
    for size in SIZES:
        x, _, w, b = batch(rng, *size)
        check_value(student.probability, (x, w, b), reference.probability, scale=1)
        check_rows_alone(student.probability, (x, w, b))


@pytest.mark.points(15)
@pytest.mark.hidden
def test_gradient_of_the_loss(student, reference, rng):
    """dw and db are the derivatives of the loss."""
    for size in SIZES:
        args = batch(rng, *size)
        check_gradient(
            student.loss,
            args,
            wrt=(2, 3),
            gradient=(1, 2),
            reference=reference.loss,
            names=("dw", "db"),
        )


@pytest.mark.points(10)
@pytest.mark.hidden
def test_loss_of_your_probabilities(student, reference, rng):
    """The loss is right, given your probabilities: nobody loses points twice."""
    check_composite(
        student.loss,
        batch(rng, 7, 5),
        reference.loss,
        parts={"probability": student.probability},
        names=("loss", "dw", "db"),
    )


@pytest.mark.points(15)
@pytest.mark.hidden
def test_training_curve(student, reference, rng):
    """The loss falls step by step, to the one that 300 steps of rate 0.1 reach."""
    x, y = two_groups(rng, 40)
    w, b = np.zeros(2), 0.0

    def runs(rate):
        return [student.train(x, y, w, b, rate, steps) for steps in (0, 1, 3, 10, 30, 100, 300)]

    def loss(trained):
        return reference.loss(x, y, *trained)[0]

    check_convergence(
        runs,
        (0.1,),
        recompute=loss,
        snapshots=list,
        at_most=1.001 * loss(reference.train(x, y, w, b, 0.1, 300)),
        start=loss((w, b)),
        what="Training",
    )


@pytest.mark.points(10)
@pytest.mark.hidden
def test_learning_two_groups(student, rng):
    """After 100 steps the neuron tells two groups of points apart, 9 times out of 10."""
    x, y = two_groups(rng, 200)

    def learn(x, y, rng):
        w, b = student.train(x, y, np.zeros(2), 0.0, 0.5, 100)
        return lambda rows: student.predict(rows, w, b)

    check_learning(learn, x, y, at_least=0.9, rng=rng)
