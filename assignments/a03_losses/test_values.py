"""Values on random batches of two sizes."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import (
    check_close,
    check_rows_alone,
    check_true,
    check_value,
    check_vectorised,
)

SIZES = (7, 3), (11, 5)  # rows and classes
EVEN = 9.0  # for rng.dirichlet: no probability so small that an eps of 1e-8 would show


def check_loss(function, reference, args, **keywords):
    """Compare the loss alone: a wrong gradient costs points in the gradient checks only."""
    returned = function(*args, **keywords)
    check_true(
        isinstance(returned, tuple) and len(returned) == 2,
        f"{reference.__name__} does not return a tuple of two: the loss, then its gradient.",
    )
    loss, _ = reference(*args, **keywords)
    check_close(returned[0], loss, what=f"The loss of {reference.__name__}", rtol=1e-6)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_mean_square_loss_value(student, reference, rng):
    """The mean square error of a batch of any size is a mean over that batch."""
    for N in (7, 11):
        h, y = rng.standard_normal((2, N))
        check_loss(student.losses.mean_square_loss, reference.losses.mean_square_loss, (h, y))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_softmax_value(student, reference, rng):
    """Every row of scores becomes probabilities of its own."""
    for shape in SIZES:
        z = 2 * rng.standard_normal(shape)
        check_value(student.losses.softmax, (z,), reference.losses.softmax)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_log_softmax_value(student, reference, rng):
    """The log softmax is the logarithm of the softmax, row by row."""
    for shape in SIZES:
        z = 2 * rng.standard_normal(shape)
        check_value(student.losses.log_softmax, (z,), reference.losses.log_softmax, rtol=1e-6)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_rows_know_nothing_of_each_other(student, reference, rng):
    """A row gets the same probabilities and slopes alone as in a batch."""
    ours, theirs = reference.losses, student.losses
    z = 2 * rng.standard_normal((7, 3))
    for name in ("softmax", "log_softmax"):
        got = check_rows_alone(getattr(theirs, name), (z,))
        check_close(got, getattr(ours, name)(z), what=f"The result of {name}", rtol=1e-6)
    args = rng.uniform(-4, 4, size=7), labels_of_both_kinds(rng, 7)
    for slope in (0, 1):
        check_rows_alone(theirs.saturation_gradients, args, rows=(0, 1), output=slope)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_softmax_loss_value(student, reference, rng):
    """The softmax loss is the mean of -log p(true class) over the rows."""
    for N, K in SIZES:
        x, y = 2 * rng.standard_normal((N, K)), rng.integers(K, size=N)
        check_loss(student.losses.softmax_loss, reference.losses.softmax_loss, (x, y))


@pytest.mark.points(2)
@pytest.mark.hidden
def test_categorical_ce_value(student, reference, rng):
    """The cross entropy of probabilities with one-hot labels is a mean over the rows."""
    for N, K in SIZES:
        P, Y = rng.dirichlet(np.full(K, EVEN), size=N), np.eye(K)[rng.integers(K, size=N)]
        check_value(
            student.losses.categorical_ce, (P, Y), reference.losses.categorical_ce, rtol=1e-6
        )


@pytest.mark.points(1)
@pytest.mark.hidden
def test_svm_loss_value(student, reference, rng):
    """The hinge loss is a mean over the rows and leaves the true class out."""
    for N, K in SIZES:
        scores, y = 2 * rng.standard_normal((N, K)), rng.integers(K, size=N)
        check_loss(student.losses.svm_loss, reference.losses.svm_loss, (scores, y))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_svm_loss_with_another_margin(student, reference, rng):
    """The margin of the hinge loss may be asked to be wider than 1."""
    scores, y = 2 * rng.standard_normal((7, 3)), rng.integers(3, size=7)
    check_loss(student.losses.svm_loss, reference.losses.svm_loss, (scores, y), margin=2.5)


@pytest.mark.bonus
@pytest.mark.points(2)
@pytest.mark.hidden
@pytest.mark.timeout(5)
@pytest.mark.needs("test_svm_loss_of_one_example", "test_svm_loss_value")
def test_svm_loss_without_a_loop(student, rng):
    """Bonus: the hinge loss takes 1,000 rows at once, by operations on whole arrays."""
    args = rng.standard_normal((1000, 3)), rng.integers(3, size=1000)
    check_vectorised(student.losses.svm_loss, args, rows=(0, 1))


@pytest.mark.points(2)
@pytest.mark.hidden
def test_bce_loss_value(student, reference, rng):
    """Both labels have their term in the binary cross entropy, and the mean is over the batch."""
    for N in (7, 11):
        p, y = rng.uniform(0.2, 0.8, size=N), labels_of_both_kinds(rng, N)
        check_loss(student.losses.bce_loss, reference.losses.bce_loss, (p, y))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_mse_of_sigmoid_without_the_half(student, reference, rng):
    """With half=False the squared error of a sigmoid is twice as large, and so is its slope."""
    z, y = 2 * rng.standard_normal(7), labels_of_both_kinds(rng, 7)
    check_value(
        student.losses.mse_of_sigmoid,
        (z, y),
        reference.losses.mse_of_sigmoid,
        keywords={"half": False},
        names=("loss", "dz"),
    )


@pytest.mark.points(1)
@pytest.mark.hidden
def test_saturation_gradients_value(student, reference, rng):
    """Each sample has two slopes of its own, whatever else is in the batch."""
    for N in (7, 11):
        z, y = rng.uniform(-8, 8, size=N), labels_of_both_kinds(rng, N)
        slopes = reference.losses.saturation_gradients
        names = ("The slope of the squared error", "The slope of the cross entropy")
        check_value(student.losses.saturation_gradients, (z, y), slopes, names=names)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_cross_entropy_value(student, reference, rng):
    """The cross entropy tells what happens from what is expected, in nats and in bits."""
    for K in (3, 5):
        p, q = rng.dirichlet(np.full(K, EVEN), size=2)
        for base in (np.e, 2):
            args = p, q, base
            expected = reference.information.cross_entropy
            check_value(student.information.cross_entropy, args, expected, rtol=1e-6)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_likelihood_value(student, reference, rng):
    """The likelihood multiplies the probabilities of all observations."""
    for n in (7, 11):
        p = rng.uniform(0.1, 1, size=n)
        check_value(student.likelihood.likelihood, (p,), reference.likelihood.likelihood)


def labels_of_both_kinds(rng, N):
    """N labels 0 and 1, not balanced: three of the one, the rest of the other."""
    return rng.permutation(np.arange(N) < 3).astype(float)
