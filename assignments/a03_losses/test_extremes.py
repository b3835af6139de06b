"""Far scores, certain probabilities, columns, integers, and arguments that must not change."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_close, check_extremes, check_true, check_unchanged, check_value

EVEN = 9.0  # for rng.dirichlet: no probability so small that an eps of 1e-8 would show


@pytest.mark.points(1)
@pytest.mark.hidden
def test_softmax_of_far_scores(student, reference):
    """Scores of 10,000 give probabilities, and so does a row far from the others."""
    check_extremes(student.losses.softmax, reference.losses.softmax)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_log_softmax_of_far_scores(student, reference):
    """A probability that rounds to 0 still has a finite logarithm."""
    check_extremes(student.losses.log_softmax, reference.losses.log_softmax)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_softmax_loss_of_far_scores(student, reference):
    """A certain mistake, 20,000 behind the highest score, costs 20,000 and not infinity."""
    check_extremes(
        student.losses.softmax_loss,
        reference.losses.softmax_loss,
        arguments=lambda scores: (scores, np.array([0, 2])),
        names=("loss", "dx"),
    )


@pytest.mark.points(1)
@pytest.mark.hidden
def test_bce_with_logits_of_far_scores(student, reference):
    """Scores of 10,000 on either side cost nothing where right and 10,000 where wrong."""
    z, y = np.array([1e4, -1e4, 1e4, -1e4, 0.0]), np.array([1.0, 0.0, 0.0, 1.0, 1.0])
    expected = reference.losses.bce_with_logits
    check_value(student.losses.bce_with_logits, (z, y), expected, names=("loss", "dz"))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_logistic_loss_of_far_scores(student, reference):
    """The logistic loss of a score of 10,000 is finite for both labels."""
    z, t = np.array([1e4, -1e4, 1e4, -1e4, 0.0]), np.array([1.0, -1.0, -1.0, 1.0, 1.0])
    expected = reference.likelihood.logistic_loss
    check_value(student.likelihood.logistic_loss, (z, t), expected, names=("loss", "dz"))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_categorical_ce_of_certain_predictions(student):
    """A probability of 1 for the true class costs nothing, and a 0 for another class neither."""
    P = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.5, 0.5]])
    Y = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    check_value(student.losses.categorical_ce, (P, Y), np.log(2) / 3, rtol=1e-6)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_bce_loss_of_certain_predictions(student):
    """Probabilities of exactly 0 and 1 cost nothing where right and much, yet not all, if wrong."""
    y = np.array([1.0, 0.0, 1.0])
    right = student.losses.bce_loss(np.array([1.0, 0.0, 0.5]), y)
    check_close(right[0], np.log(2) / 3, what="The loss of two certain, right guesses", rtol=1e-6)
    loss, dp = student.losses.bce_loss(1 - y, y)
    check_true(
        bool(15 < loss < 100),
        "bce_loss: a certain mistake does not cost about -log(eps), 18 to 28.",
    )
    check_true(np.isfinite(dp).all(), "bce_loss: dp is not finite where p is 0 or 1.")


@pytest.mark.points(1)
@pytest.mark.hidden
def test_what_never_happens_adds_nothing(student, reference, rng):
    """A probability of 0 adds nothing to an entropy or to a divergence."""
    ours, theirs = reference.information, student.information
    p, q = np.append(rng.dirichlet(np.full(4, EVEN)), 0.0), rng.dirichlet(np.full(5, EVEN))
    check_value(theirs.entropy, (p, 2), ours.entropy, rtol=1e-6)
    check_value(theirs.kl_divergence, (p, q), ours.kl_divergence, rtol=1e-6)
    certain = np.array([0.0, 1.0, 0.0])
    check_value(theirs.entropy, (certain,), 0.0, atol=1e-6)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_nll_of_two_thousand_coin_tosses(student):
    """The likelihood of 2,000 tosses is too small for a float; its logarithm is not."""
    check_value(student.likelihood.nll, (np.full(2000, 0.5),), 2000 * np.log(2), rtol=1e-6)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_mean_square_loss_of_a_column(student, reference, rng):
    """Predictions (N, 1) meet values (N,) row by row, and the gradient is a column too."""
    h, y = rng.standard_normal((7, 1)), rng.standard_normal(7)
    expected = reference.losses.mean_square_loss
    check_value(student.losses.mean_square_loss, (h, y), expected, names=("loss", "dout"))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_binary_losses_of_a_column(student, reference, rng):
    """Probabilities and scores (N, 1) meet labels (N,) row by row."""
    column, y = rng.uniform(0.2, 0.8, size=(7, 1)), rng.integers(2, size=7)
    ours, theirs = reference.losses, student.losses
    check_value(theirs.bce_loss, (column, y), ours.bce_loss, names=("loss", "dp"), rtol=1e-6)
    check_value(theirs.bce_with_logits, (column, y), ours.bce_with_logits, names=("loss", "dz"))


@pytest.mark.points(1)
@pytest.mark.hidden
def test_losses_of_integer_scores_and_byte_labels(student, reference, rng):
    """Whole numbers as scores and bytes as labels give the same losses as floats do."""
    scores = rng.integers(-5, 5, size=(7, 3))
    labels = rng.integers(3, size=7).astype(np.uint8)
    expected = reference.losses.softmax_loss(scores.astype(float), labels.astype(int))
    check_value(student.losses.softmax_loss, (scores, labels), expected, names=("loss", "dx"))
    expected = reference.losses.svm_loss(scores.astype(float), labels.astype(int), 1.5)
    check_value(student.losses.svm_loss, (scores, labels, 1.5), expected, names=("loss", "dscores"))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_softmax_of_the_school_bus")
def test_softmax_leaves_its_scores_alone(student, rng):
    """Softmax and its logarithm do not change the scores that they are given."""
    z = rng.standard_normal((7, 3))
    check_unchanged(student.losses.softmax, (z,), names=("z",))
    check_unchanged(student.losses.log_softmax, (z,), names=("z",))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_softmax_loss_of_two_pictures")
def test_softmax_loss_leaves_its_arguments_alone(student, rng):
    """The softmax loss changes neither the scores nor the labels that it is given."""
    args = rng.standard_normal((7, 3)), rng.integers(3, size=7)
    check_unchanged(student.losses.softmax_loss, args, names=("x", "y"))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_svm_loss_of_one_example", "test_bce_loss_of_two_guesses")
def test_other_losses_leave_their_arguments_alone(student, rng):
    """Hinge loss, cross entropy and mean square error change nothing they are given."""
    z, y = rng.standard_normal(7), np.array([1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0])
    scores, labels = rng.standard_normal((7, 3)), rng.integers(3, size=7)
    check_unchanged(student.losses.svm_loss, (scores, labels), names=("scores", "y"))
    check_unchanged(student.losses.bce_loss, (y.copy(), y), names=("p", "y"))
    check_unchanged(student.losses.bce_with_logits, (z, y), names=("z", "y"))
    check_unchanged(student.losses.mean_square_loss, (z, y), names=("h", "y"))


@pytest.mark.points(1)
@pytest.mark.hidden
@pytest.mark.needs("test_entropy_of_three_letters", "test_kl_divergence_of_a_wrong_guess")
def test_probabilities_are_left_alone(student):
    """Entropy and divergence do not mend a probability of 0 in the array they were given."""
    p, q = np.array([0.5, 0.0, 0.5]), np.array([0.25, 0.25, 0.5])
    check_unchanged(student.information.entropy, (p,), names=("p",))
    check_unchanged(student.information.kl_divergence, (p, q), names=("p", "q"))
