"""train_one_epoch, against a reference loop that begins with the same weights and batches."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from grader.checks import check_close, check_true

PIXELS, H, K = (2, 3), 5, 4  # of an image; hidden units, classes


def weights_of(rng):
    """Weights for given.network."""
    shapes = {"W1": (H, 6), "b1": (H,), "W2": (K, H), "b2": (K,)}
    return {name: torch.from_numpy(rng.standard_normal(shape)) for name, shape in shapes.items()}


def data_of(rng, N):
    """N images (N, 1, 2, 3) and their labels."""
    images = torch.from_numpy(rng.standard_normal((N, 1, *PIXELS)))
    return images, torch.from_numpy(rng.integers(K, size=N))


WORDS = {
    "1.weight": "W1",
    "1.bias": "b1",
    "2.weight": "The gamma of batch normalisation",
    "2.bias": "The beta of batch normalisation",
    "2.running_mean": "The running mean",
    "2.running_var": "The running variance",
    "2.num_batches_tracked": "The number of batches that were normalised",
    "4.weight": "W2",
    "4.bias": "b2",
}
"""The tensors in the state of given.network, as `weights_of` and the handout call them."""


def check_network(state, expected, rtol=1e-7):
    """The states of two networks are equal; the first tensor that differs says enough."""
    check_true(
        isinstance(state, dict) and state.keys() == expected.keys(),
        "The network has other parameters than before.",
    )
    for name, tensor in expected.items():
        check_close(state[name], tensor, what=f"{WORDS[name]} after the epoch", rtol=rtol)


def check_epoch(epoch, student, reference, given, rtol=1e-7):
    """`epoch` gives (loss, state of the network) in the sandbox and here, and they are equal."""
    loss, state = epoch(given, student.train_one_epoch)
    ours, expected = epoch(reference.given, reference.train_one_epoch)
    check_network(state, expected, rtol)
    check_close(loss, ours, what="The loss of train_one_epoch", rtol=rtol)


@pytest.mark.points(10)
@pytest.mark.hidden
def test_two_steps_of_gradient_descent(student, reference, given, rng):
    """Two steps with momentum end where those of a right loop end, to seven digits."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 14)

    def epoch(given, train_one_epoch):
        model = given.network(weights)
        loader, optimizer = given.Loader(images, labels, 7), given.sgd(model, 0.1, 0.9)
        loss = train_one_epoch(model, loader, given.CrossEntropyLoss(), optimizer)
        return loss, given.state_of(model)

    check_epoch(epoch, student, reference, given)


@pytest.mark.points(5)
@pytest.mark.hidden
def test_two_steps_of_adam(student, reference, given, rng):
    """The optimizer that is handed in takes the steps, Adam as well."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 10)

    def epoch(given, train_one_epoch):
        model = given.network(weights)
        loader, optimizer = given.Loader(images, labels, 5), given.adam(model, 0.01)
        loss = train_one_epoch(model, loader, given.CrossEntropyLoss(), optimizer)
        return loss, given.state_of(model)

    check_epoch(epoch, student, reference, given, rtol=1e-6)


@pytest.mark.points(7)
@pytest.mark.hidden
def test_loss_of_an_epoch_with_a_short_batch(student, reference, given, rng):
    """A last batch of 2 counts for 2 samples, next to batches of 4."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 10)

    def epoch(given, train_one_epoch):
        model = given.network(weights)
        loader, optimizer = given.Loader(images, labels, 4), given.sgd(model, 0.05)
        return train_one_epoch(model, loader, given.CrossEntropyLoss(), optimizer)

    loss = epoch(given, student.train_one_epoch)
    expected = epoch(reference.given, reference.train_one_epoch)
    check_close(loss, expected, what="The loss of train_one_epoch", rtol=1e-7)


@pytest.mark.points(7)
@pytest.mark.hidden
def test_an_epoch_is_trained_in_train_mode(student, reference, given, rng):
    """A network with batch normalisation is trained in train mode, even if it comes in another."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 14)

    def epoch(given, train_one_epoch):
        model = given.network(weights, "batch norm")
        model.eval()
        loader, optimizer = given.Loader(images, labels, 7), given.sgd(model, 0.1)
        loss = train_one_epoch(model, loader, given.CrossEntropyLoss(), optimizer)
        return loss, given.state_of(model)

    check_epoch(epoch, student, reference, given)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_an_epoch_with_another_criterion(student, reference, given, rng):
    """The criterion that is handed in decides; here it is a hinge loss."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 10)

    def epoch(given, train_one_epoch):
        model = given.network(weights)
        loader, optimizer = given.Loader(images, labels, 5), given.sgd(model, 0.1)
        loss = train_one_epoch(model, loader, given.MultiMarginLoss(), optimizer)
        return loss, given.state_of(model)

    check_epoch(epoch, student, reference, given)


@pytest.mark.points(7)
@pytest.mark.hidden
def test_calls_of_an_epoch(student, reference, given, rng):
    """Each batch: forward in train mode, backward without old gradients, then one step."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 10)

    def epoch(given, train_one_epoch):
        model, criterion = given.network(weights, "dropout"), given.CrossEntropyLoss()
        optimizer = given.sgd(model, 0.1)
        recorder = given.Recorder(model, criterion, optimizer)
        train_one_epoch(model, given.Loader(images, labels, 4), criterion, optimizer)
        return given.state_of(model), recorder.events

    state, events = epoch(given, student.train_one_epoch)
    expected, _ = epoch(reference.given, reference.train_one_epoch)
    backward = [event for event in events if event[0] == "backward"]
    moves = [event[0] for event in events if event[0] != "forward"]
    check_true(len(backward) == 3, "There is not one backward pass for each of the three batches.")
    check_true(
        all(clean for _, clean in backward),
        "A backward pass adds to the gradients of the one before.",
        hint="backward() adds to what is in .grad; who empties it, and when?",
    )
    check_true(
        moves == ["backward", "step"] * 3,
        "The optimizer does not take one step after each backward pass.",
    )
    modes = [event[1:] for event in events if event[0] == "forward"]
    check_true(
        modes == [(True, True)] * len(modes) and len(modes) >= 3,
        "A batch goes through the network in evaluation mode, or without gradients.",
    )
    check_network(state, expected)


@pytest.mark.points(5)
@pytest.mark.hidden
def test_three_epochs_and_a_validation(student, reference, given, rng):
    """After three epochs, what validation says of the network is true of its weights."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 10)
    criterion = given.CrossEntropyLoss()
    model, loader = given.network(weights), given.Loader(images, labels, 5)
    optimizer = given.sgd(model, 0.3)
    losses = [student.train_one_epoch(model, loader, criterion, optimizer) for _ in range(3)]
    got = student.validation(model, loader, criterion)
    check_close(
        got,
        loss_and_accuracy(given.state_of(model), images, labels),
        what="validation",
        names=("The loss", "The accuracy"),
        rtol=1e-7,
    )
    ours = reference.given
    model, loader = ours.network(weights), ours.Loader(images, labels, 5)
    optimizer = ours.sgd(model, 0.3)
    for epoch, loss in enumerate(losses):
        expected = reference.train_one_epoch(model, loader, ours.CrossEntropyLoss(), optimizer)
        check_close(loss, expected, what=f"The loss of epoch {epoch + 1}", rtol=1e-7)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_training_leaves_the_images_alone(student, reference, given, rng):
    """The images in the loader are the same, and in the same shape, after an epoch."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 6)

    def epoch(given, train_one_epoch):
        model, loader = given.network(weights), given.Loader(images, labels, 3)
        train_one_epoch(model, loader, given.CrossEntropyLoss(), given.sgd(model, 0.1))
        return loader.images(), given.state_of(model)

    held, state = epoch(given, student.train_one_epoch)
    as_before, expected = epoch(reference.given, reference.train_one_epoch)
    what = "the images in the loader after the epoch"
    check_close(held, as_before, what=what, names=("Batch 0", "Batch 1"))
    check_network(state, expected)


def loss_and_accuracy(state, images, labels):
    """Mean cross entropy and share of right predictions, by NumPy from the weights alone."""
    x, y = images.numpy().reshape(len(images), -1), labels.numpy()
    W1, b1, W2, b2 = (tensor.numpy() for tensor in state.values())
    scores = np.tanh(x @ W1.T + b1) @ W2.T + b2
    true = scores[np.arange(len(y)), y]
    loss = np.mean(np.logaddexp.reduce(scores, axis=1) - true)
    return float(loss), float(np.mean(scores.argmax(axis=1) == y))
