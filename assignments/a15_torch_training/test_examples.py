"""Three pictures of two pixels, two classes, and numbers to check by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from grader.checks import check_close, check_true

EYE = torch.eye(2, dtype=torch.float64)
NO_BIAS = torch.zeros(2, dtype=torch.float64)
WEIGHTS = {"W1": EYE, "b1": NO_BIAS, "W2": EYE, "b2": NO_BIAS}
# a score of log 3 / 2 and its negative are 3/4 and 1/4 as probabilities; tanh makes them of pixels
SCORE = float(np.log(3) / 2)
PIXEL = float(np.arctanh(SCORE))
IMAGES = torch.tensor([[PIXEL, -PIXEL], [-PIXEL, PIXEL], [PIXEL, -PIXEL]], dtype=torch.float64)
LABELS = torch.tensor([0, 1, 1])
LOSS = (2 * np.log(4 / 3) + np.log(4)) / 3


@pytest.mark.points(6)
def test_validation_of_three_pictures(student, given):
    """Two right pictures of 0.2877 and a wrong one of 1.3863: loss 0.6539, accuracy 2/3."""
    loader = given.Loader(IMAGES, LABELS, 2)
    got = student.validation(given.network(WEIGHTS), loader, given.CrossEntropyLoss())
    names = ("The loss", "The accuracy")
    check_close(got, (LOSS, 2 / 3), what="validation", names=names, rtol=1e-7)


@pytest.mark.points(4)
def test_loss_of_an_epoch_that_learns_nothing(student, given):
    """With a learning rate of 0, the loss of the epoch is that of the three pictures, 0.6539."""
    model = given.network(WEIGHTS)
    loader, optimizer = given.Loader(IMAGES, LABELS, 2), given.sgd(model, 0.0)
    loss = student.train_one_epoch(model, loader, given.CrossEntropyLoss(), optimizer)
    check_close(loss, LOSS, what="The loss of train_one_epoch", rtol=1e-7)


@pytest.mark.points(5)
def test_one_step(student, given):
    """One batch of three pictures is one step of the optimizer."""
    model, rate = given.network(WEIGHTS), 0.1
    loader, optimizer = given.Loader(IMAGES, LABELS, 3), given.sgd(model, rate)
    student.train_one_epoch(model, loader, given.CrossEntropyLoss(), optimizer)
    # (p - label) / 3 of the three pictures: their sum, and their sum with each picture's signs
    slopes = torch.tensor([1.0, -1.0], dtype=torch.float64) / 4
    products = torch.tensor([[1.0, -1.0], [-1.0, 1.0]], dtype=torch.float64) / 12
    through_tanh = 1 - SCORE**2
    expected = {
        "1.weight": EYE - rate * through_tanh * PIXEL * products,
        "1.bias": -rate * through_tanh * slopes,
        "4.weight": EYE - rate * SCORE * products,
        "4.bias": -rate * slopes,
    }
    state = given.state_of(model)
    check_true(
        isinstance(state, dict) and state.keys() == expected.keys(),
        "The network has other parameters than before.",
    )
    for name, key in {"W1": "1.weight", "b1": "1.bias", "W2": "4.weight", "b2": "4.bias"}.items():
        check_close(state[key], expected[key], what=f"{name} after one step", rtol=1e-7)
