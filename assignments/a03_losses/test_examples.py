"""Worked numbers, small enough to follow with a pencil. Most stand in the documents."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_value

BUS = np.array([[3.2, 0.8, 0.0]])  # scores of one picture for bus, truck and airplane
LETTERS = np.array([0.25, 0.25, 0.5])  # how often a text holds "a", "b" and "c"


@pytest.mark.points(2)
def test_mean_square_loss_of_three_predictions(student):
    """Errors of 1, 2 and -3 have a mean square of 14/3, and each pulls at its own prediction."""
    h, y = np.array([2.0, 5.0, 1.0]), np.array([1.0, 3.0, 4.0])
    expected = 14 / 3, np.array([2 / 3, 4 / 3, -2.0])
    check_value(student.losses.mean_square_loss, (h, y), expected, names=("loss", "dout"))


@pytest.mark.points(2)
def test_softmax_of_the_school_bus(student):
    """Scores 3.2, 0.8 and 0 become probabilities of about 0.88, 0.08 and 0.04."""
    expected = np.array([[0.88379809, 0.08017635, 0.03602556]])
    check_value(student.losses.softmax, (BUS,), expected, rtol=1e-7)


@pytest.mark.points(2)
def test_softmax_loss_of_two_pictures(student):
    """A sure, right row costs little, an undecided row costs log 3, and the loss is their mean."""
    x, y = np.array([[3.2, 0.8, 0.0], [0.0, 0.0, 0.0]]), np.array([0, 2])
    loss = -(np.log(0.88379809) + np.log(1 / 3)) / 2
    dx = np.array([[0.88379809 - 1, 0.08017635, 0.03602556], [1 / 3, 1 / 3, 1 / 3 - 1]]) / 2
    expected = loss, dx
    check_value(student.losses.softmax_loss, (x, y), expected, names=("loss", "dx"), rtol=1e-6)


@pytest.mark.points(1)
def test_categorical_ce_of_two_pictures(student):
    """Only the probability of the true class counts: 0.5 and 0.25 cost 1.5 log 2 on average."""
    P = np.array([[0.5, 0.3, 0.2], [0.15, 0.6, 0.25]])
    Y = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    check_value(student.losses.categorical_ce, (P, Y), 1.5 * np.log(2), rtol=1e-6)


@pytest.mark.points(2)
def test_svm_loss_of_one_example(student):
    """Scores 8, 14, 9.5 and 10 with the fourth class true have a hinge loss of 5 + 0.5."""
    scores, y = np.array([[8.0, 14.0, 9.5, 10.0]]), np.array([3])
    expected = 5.5, np.array([[0.0, 1.0, 1.0, -2.0]])
    check_value(student.losses.svm_loss, (scores, y), expected, names=("loss", "dscores"))


@pytest.mark.points(2)
def test_bce_loss_of_two_guesses(student):
    """A guess of 0.8 for a yes and of 0.2 for a no cost the same: -log 0.8 each."""
    p, y = np.array([0.8, 0.2]), np.array([1.0, 0.0])
    expected = -np.log(0.8), np.array([-0.625, 0.625])
    check_value(student.losses.bce_loss, (p, y), expected, names=("loss", "dp"), rtol=1e-6)


@pytest.mark.points(1)
def test_bce_with_logits_of_two_scores(student):
    """Score 0 means a probability of 1/2 and score log 3 means 3/4, here for a yes and a no."""
    z, y = np.array([0.0, np.log(3)]), np.array([1.0, 0.0])
    expected = 1.5 * np.log(2), np.array([-0.25, 0.375])
    check_value(student.losses.bce_with_logits, (z, y), expected, names=("loss", "dz"), rtol=1e-6)


@pytest.mark.points(1)
def test_mse_of_sigmoid_of_two_scores(student):
    """With probabilities 1/2 and 3/4 for a yes and a no, half the mean square error is 13/64."""
    z, y = np.array([0.0, np.log(3)]), np.array([1.0, 0.0])
    expected = 13 / 64, np.array([-0.0625, 0.0703125])
    check_value(student.losses.mse_of_sigmoid, (z, y), expected, names=("loss", "dz"))


@pytest.mark.points(2)
def test_slopes_behind_a_saturated_sigmoid(student):
    """At score -10 for a true yes, the squared error hardly pulls and the cross entropy does."""
    z, y = np.array([-10.0]), np.array([1.0])
    expected = np.array([-9.07875e-5]), np.array([-0.9999546])
    names = ("The slope of the squared error", "The slope of the cross entropy")
    check_value(student.losses.saturation_gradients, (z, y), expected, names=names, rtol=1e-5)


@pytest.mark.points(2)
def test_entropy_of_three_letters(student):
    """Letters with chances 1/4, 1/4 and 1/2 carry 1.5 bits each, which is 1.0397 nats."""
    check_value(student.information.entropy, (LETTERS, 2), 1.5, rtol=1e-6)
    check_value(student.information.entropy, (LETTERS,), 1.5 * np.log(2), rtol=1e-6)


@pytest.mark.points(1)
def test_code_length_of_three_letters(student):
    """Written as 10, 11 and 0, the three letters take 1.5 bits on average."""
    check_value(student.information.code_length, (LETTERS, np.array([2, 2, 1])), 1.5)


@pytest.mark.points(1)
def test_cross_entropy_of_the_school_bus(student):
    """A bus that the model believes in with 0.88 costs -log 0.88 = 0.1278 nats."""
    p, q = np.array([1.0, 0.0, 0.0]), np.array([0.88, 0.08, 0.04])
    check_value(student.information.cross_entropy, (p, q), -np.log(0.88), rtol=1e-6)


@pytest.mark.points(1)
def test_kl_divergence_of_a_wrong_guess(student):
    """Believing 1/2, 3/8 and 1/8 of the three letters costs about 0.604 bits a letter extra."""
    q = np.array([0.5, 0.375, 0.125])
    extra = 0.25 * np.log2(0.5) + 0.25 * np.log2(2 / 3) + 0.5 * np.log2(4)
    check_value(student.information.kl_divergence, (LETTERS, q, 2), extra, rtol=1e-6)


@pytest.mark.points(1)
def test_likelihood_of_three_observations(student):
    """Observations with probabilities 0.5, 0.25 and 0.8 happen together with probability 0.1."""
    check_value(student.likelihood.likelihood, (np.array([0.5, 0.25, 0.8]),), 0.1)


@pytest.mark.points(1)
def test_nll_of_three_observations(student):
    """The negative log-likelihood of 0.5, 0.25 and 0.8 is log 10."""
    check_value(student.likelihood.nll, (np.array([0.5, 0.25, 0.8]),), np.log(10), rtol=1e-6)


@pytest.mark.points(1)
def test_log_odds_of_the_school_bus(student):
    """The bus has probability 0.88379809: log odds of about 2.03, not its score of 3.2."""
    p = np.array([0.88379809])
    check_value(student.likelihood.log_odds, (p,), np.array([2.02889]), rtol=1e-5)


@pytest.mark.points(2)
def test_logistic_loss_of_two_labels(student):
    """Score 0 for a yes and score log 3 for a no cost log 2 and log 4."""
    z, t = np.array([0.0, np.log(3)]), np.array([1.0, -1.0])
    expected = 1.5 * np.log(2), np.array([-0.25, 0.375])
    check_value(student.likelihood.logistic_loss, (z, t), expected, names=("loss", "dz"))
