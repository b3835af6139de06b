"""What ties the functions to each other; the other side of each equation is ours."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_value

EVEN = 9.0  # for rng.dirichlet: no probability so small that an eps of 1e-8 would show


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_softmax_is_shift_invariant(student, reference, rng):
    """Adding a number to all scores of a row changes no probability."""
    z, shift = rng.standard_normal((7, 3)), 5 * rng.standard_normal((7, 1))
    check_value(student.losses.softmax, (z + shift,), reference.losses.softmax(z))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_softmax_of_two_classes_is_a_sigmoid(student, rng):
    """With two classes the softmax is the sigmoid of the difference of the scores."""
    z = rng.standard_normal((7, 2))
    p = sigmoid(z[:, 0] - z[:, 1])
    check_value(student.losses.softmax, (z,), np.stack([p, 1 - p], axis=1))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_bce_with_logits_is_the_bce_of_the_sigmoid(student, reference, rng):
    """From scores or from their probabilities, the binary cross entropy is the same."""
    z, y = rng.standard_normal(11), rng.integers(2, size=11)
    p = sigmoid(z)
    loss, dp = reference.losses.bce_loss(p, y)
    expected = loss, dp * p * (1 - p)
    check_value(student.losses.bce_with_logits, (z, y), expected, names=("loss", "dz"), rtol=1e-6)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_logistic_loss_is_the_bce_with_other_labels(student, reference, rng):
    """Labels -1 and +1 or 0 and 1: the loss of a score is the same."""
    z, y = rng.standard_normal(11), rng.integers(2, size=11)
    expected = reference.losses.bce_with_logits(z, y)
    check_value(student.likelihood.logistic_loss, (z, 2.0 * y - 1), expected, names=("loss", "dz"))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_kl_divergence_is_what_cross_entropy_adds_to_entropy(student, reference, rng):
    """The KL divergence is the cross entropy less the entropy of what happens."""
    ours = reference.information
    for K in (3, 5):
        p, q = rng.dirichlet(np.full(K, EVEN), size=2)
        expected = ours.cross_entropy(p, q) - ours.entropy(p)
        check_value(student.information.kl_divergence, (p, q), expected, rtol=1e-6)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_the_best_code_is_as_long_as_the_entropy(student, reference, rng):
    """Code words of log2(1/p) bits are as long, on average, as the entropy in bits."""
    p = rng.dirichlet(np.full(5, EVEN))
    expected = reference.information.entropy(p, 2)
    check_value(student.information.code_length, (p, -np.log2(p)), expected)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_log_odds_undo_the_sigmoid(student, rng):
    """The log odds of sigmoid(z) are z."""
    z = rng.uniform(-4, 4, size=7)
    check_value(student.likelihood.log_odds, (sigmoid(z),), z, rtol=1e-6)
