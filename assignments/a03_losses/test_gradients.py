"""Gradients against central differences of the student's own loss."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_gradient

SIZES = (7, 3), (11, 5)  # rows and classes


@pytest.mark.points(3)
@pytest.mark.hidden
def test_mean_square_loss_gradient(student, reference, rng):
    """The gradient of mean_square_loss is the derivative of its own loss."""
    for N in (7, 11):
        args = tuple(rng.standard_normal((2, N)))
        expected = reference.losses.mean_square_loss
        check_gradient(student.losses.mean_square_loss, args, reference=expected)


@pytest.mark.points(6)
@pytest.mark.hidden
def test_softmax_loss_gradient(student, reference, rng):
    """The gradient of softmax_loss is the derivative of its own loss."""
    for N, K in SIZES:
        args = rng.standard_normal((N, K)), rng.integers(K, size=N)
        check_gradient(student.losses.softmax_loss, args, reference=reference.losses.softmax_loss)


@pytest.mark.points(4)
@pytest.mark.hidden
def test_svm_loss_gradient(student, reference, rng):
    """The gradient of svm_loss counts the violated margins of every row."""
    for N, K in SIZES:
        args = 2 * rng.standard_normal((N, K)), rng.integers(K, size=N)
        check_gradient(student.losses.svm_loss, args, reference=reference.losses.svm_loss)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_bce_loss_gradient(student, reference, rng):
    """The gradient of bce_loss is the derivative with respect to the probabilities."""
    for N in (7, 11):
        args = rng.uniform(0.2, 0.8, size=N), unbalanced_labels(rng, N)
        check_gradient(student.losses.bce_loss, args, reference=reference.losses.bce_loss)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_bce_with_logits_gradient(student, reference, rng):
    """The gradient of bce_with_logits is the derivative with respect to the scores."""
    for N in (7, 11):
        args = 2 * rng.standard_normal(N), unbalanced_labels(rng, N)
        expected = reference.losses.bce_with_logits
        check_gradient(student.losses.bce_with_logits, args, reference=expected)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_mse_of_sigmoid_gradient(student, reference, rng):
    """The gradient of mse_of_sigmoid passes through the sigmoid."""
    for N in (7, 11):
        args = 2 * rng.standard_normal(N), unbalanced_labels(rng, N)
        expected = reference.losses.mse_of_sigmoid
        check_gradient(student.losses.mse_of_sigmoid, args, reference=expected)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_logistic_loss_gradient(student, reference, rng):
    """The gradient of logistic_loss is the derivative for both labels."""
    for N in (7, 11):
        args = 2 * rng.standard_normal(N), 2 * unbalanced_labels(rng, N) - 1
        expected = reference.likelihood.logistic_loss
        check_gradient(student.likelihood.logistic_loss, args, reference=expected)


def unbalanced_labels(rng, N):
    """Three labels 1 and the rest 0, in random order."""
    return rng.permutation(np.arange(N) < 3).astype(float)
