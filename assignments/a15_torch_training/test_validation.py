"""validation: right values, the right mode, and no traces."""

from __future__ import annotations

import pytest
import torch

from grader.checks import check_close, check_true

H, K = 5, 4  # hidden units, classes


def weights_of(rng):
    """Weights for given.network."""
    shapes = {"W1": (H, 6), "b1": (H,), "W2": (K, H), "b2": (K,)}
    return {name: torch.from_numpy(rng.standard_normal(shape)) for name, shape in shapes.items()}


def data_of(rng, N):
    """N images (N, 1, 2, 3) and their labels."""
    images = torch.from_numpy(rng.standard_normal((N, 1, 2, 3)))
    return images, torch.from_numpy(rng.integers(K, size=N))


def check_validation(validate, student, reference, given):
    """`validate` gives (loss, accuracy) in the sandbox and here, and they are equal."""
    got = validate(given, student.validation)
    expected = validate(reference.given, reference.validation)
    names = ("The loss", "The accuracy")
    check_close(got, expected, what="validation", names=names, rtol=1e-7)


@pytest.mark.points(7)
@pytest.mark.hidden
def test_validation_with_a_short_batch(student, reference, given, rng):
    """Loss and accuracy are means over samples, also when the last batch is short."""
    for N, batch_size in ((10, 4), (7, 3)):
        weights, (images, labels) = weights_of(rng), data_of(rng, N)

        def validate(given, validation):
            loader = given.Loader(images, labels, batch_size)  # noqa: B023
            return validation(given.network(weights), loader, given.CrossEntropyLoss())  # noqa: B023

        check_validation(validate, student, reference, given)


@pytest.mark.points(4)
@pytest.mark.hidden
def test_validation_with_dropout(student, reference, given, rng):
    """A network with dropout that comes in train mode is measured with all of its units."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 10)

    def validate(given, validation):
        model, loader = given.network(weights, "dropout"), given.Loader(images, labels, 5)
        return validation(model, loader, given.CrossEntropyLoss())

    check_validation(validate, student, reference, given)


@pytest.mark.points(5)
@pytest.mark.hidden
def test_validation_with_batch_normalisation(student, reference, given, rng):
    """A sample's loss does not depend on its batch, and no running value is moved."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 10)
    model, criterion = given.network(weights, "batch norm"), given.CrossEntropyLoss()
    before = given.state_of(model)
    expected = reference.validation(
        reference.given.network(weights, "batch norm"),
        reference.given.Loader(images, labels, 10),
        reference.given.CrossEntropyLoss(),
    )
    for batch_size in (10, 1):
        got = student.validation(model, given.Loader(images, labels, batch_size), criterion)
        what = f"validation in batches of {batch_size}"
        names = ("The loss", "The accuracy")
        check_close(got, expected, what=what, names=names, rtol=1e-7)
    check_close(given.state_of(model), before, what="the network after validation", rtol=0, atol=0)


@pytest.mark.points(4)
@pytest.mark.hidden
def test_validation_gives_the_mode_back(student, reference, given, rng):
    """After validation the network is in the mode in which it came, whichever that was."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 5)
    for training in (True, False):

        def validate(given, validation):
            model, loader = given.network(weights, "dropout"), given.Loader(images, labels, 5)
            model.train(training)  # noqa: B023
            result = validation(model, loader, given.CrossEntropyLoss())
            mode = "train" if training else "evaluation"  # noqa: B023
            check_true(
                model.training is training,  # noqa: B023
                f"A network that came in {mode} mode is in the other mode after validation.",
            )
            return result

        check_validation(validate, student, reference, given)


@pytest.mark.points(5)
@pytest.mark.hidden
def test_calls_of_a_validation(student, reference, given, rng):
    """Each batch goes through the network in evaluation mode, and no graph is kept."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 10)

    def validate(given, validation):
        model, criterion = given.network(weights, "dropout"), given.CrossEntropyLoss()
        recorder = given.Recorder(model, criterion)
        result = validation(model, given.Loader(images, labels, 5), criterion)
        forwards = [event[1:] for event in recorder.events if event[0] == "forward"]
        check_true(len(forwards) >= 2, "Not every batch goes through the network.")
        check_true(
            not any(training for training, _ in forwards),
            "A batch goes through the network in train mode.",
        )
        check_true(
            not any(gradients for _, gradients in forwards),
            "Gradients are prepared for a backward pass that never comes.",
            hint="Everything the network computes is kept for it, batch after batch.",
        )
        return result

    check_validation(validate, student, reference, given)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_validation_leaves_no_traces(student, reference, given, rng):
    """Neither the weights nor the images in the loader are changed, nor gradients left."""
    weights, (images, labels) = weights_of(rng), data_of(rng, 6)
    model, loader = given.network(weights), given.Loader(images, labels, 3)
    before, held = given.state_of(model), loader.images()
    got = student.validation(model, loader, given.CrossEntropyLoss())
    expected = reference.validation(
        reference.given.network(weights),
        reference.given.Loader(images, labels, 3),
        reference.given.CrossEntropyLoss(),
    )
    names = ("The loss", "The accuracy")
    check_close(got, expected, what="validation", names=names, rtol=1e-7)
    check_close(given.state_of(model), before, what="the network after validation", rtol=0, atol=0)
    what = "the images in the loader after validation"
    check_close(loader.images(), held, what=what, names=("Batch 0", "Batch 1"), rtol=0, atol=0)
    check_true(not given.has_gradients(model), "validation leaves gradients in the network.")
