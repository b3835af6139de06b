"""Public checks: worked numbers of the handout, to be read by students."""

import numpy as np
import pytest

from grader.checks import check_unchanged, check_value

X = np.array([[2.0, 1.0], [3.0, 1.0], [1.0, 3.0]])
Y = np.array([1, 1, 0])
W = np.array([1.0, -1.0])
B = -1.0


@pytest.mark.points(10)
def test_three_probabilities(student):
    """The scores 0, 1 and -3 are the probabilities 0.5, 0.731 and 0.047."""
    check_value(student.probability, (X, W, B), 1 / (1 + np.exp([0.0, -1.0, 3.0])))


@pytest.mark.points(10)
def test_a_neuron_that_knows_nothing(student, reference):
    """Without weights the loss is log 2, and its gradient points away from the labels."""
    args = X, Y, np.zeros(2), 0.0
    check_value(student.loss, args, reference.loss, names=("loss", "dw", "db"))


@pytest.mark.points(5)
@pytest.mark.needs("test_a_neuron_that_knows_nothing")
def test_training_leaves_its_start_alone(student):
    """train returns new weights, and those it was given are still what they were."""
    check_unchanged(student.train, (X, Y, W, B, 0.1, 5))


@pytest.mark.points(5)
@pytest.mark.needs("test_three_probabilities")
def test_three_answers(student):
    """Of the scores 0, 1 and -3 only the second is a yes: one half is not above one half."""
    check_value(student.predict, (X, W, B), np.array([0, 1, 0]), dtypes="any")
