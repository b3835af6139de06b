"""The training loop of a15, against gradient descent written down in NumPy."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.judge.reference import load_module
from tests.requires import requires

Array = NDArray[np.float64]

ROOT = Path(__file__).parents[2]
SHAPES = {"W1": (5, 6), "b1": (5,), "W2": (4, 5), "b2": (4,)}


@pytest.fixture(scope="module")
def torch() -> Any:
    """PyTorch, on one thread."""
    requires(find_spec("torch"), "PyTorch is not installed")
    import torch

    torch.set_num_threads(1)
    return torch


@pytest.fixture(scope="module")
def training(torch: Any) -> Any:
    """The reference."""
    folder = ROOT / "reference" / "a15_torch_training"
    return load_module(folder / "training.py", "a15_training")


@pytest.fixture(scope="module")
def given(torch: Any) -> Any:
    """Loaders, networks, optimizers and the recorder."""
    return load_module(ROOT / "assignments" / "a15_torch_training" / "given.py", "a15_given")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(15)


def weights_of(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    return {name: torch.from_numpy(rng.standard_normal(shape)) for name, shape in SHAPES.items()}


def data_of(torch: Any, rng: np.random.Generator, N: int) -> tuple[Any, Any]:
    images = torch.from_numpy(rng.standard_normal((N, 1, 2, 3)))
    return images, torch.from_numpy(rng.integers(4, size=N))


def losses_and_gradients(weights: dict[str, Array], x: Array, y: Array) -> tuple[Any, Any]:
    """Loss of every sample, and the gradients of their mean, written out by hand."""
    h = np.tanh(x @ weights["W1"].T + weights["b1"])
    scores = h @ weights["W2"].T + weights["b2"]
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    rows = np.arange(len(y))
    dscores = np.exp(logs)
    dscores[rows, y] -= 1
    dscores /= len(y)
    dh = dscores @ weights["W2"] * (1 - h**2)
    gradients = {"W1": dh.T @ x, "b1": dh.sum(0), "W2": dscores.T @ h, "b2": dscores.sum(0)}
    return -logs[rows, y], gradients


def test_an_epoch_is_gradient_descent_batch_by_batch(
    torch: Any, training: Any, given: Any, rng: np.random.Generator
) -> None:
    weights, (images, labels) = weights_of(torch, rng), data_of(torch, rng, 10)
    model = given.network(weights)
    loader = given.Loader(images, labels, 4)
    loss = training.train_one_epoch(model, loader, given.CrossEntropyLoss(), given.sgd(model, 0.3))

    ours = {name: tensor.numpy().copy() for name, tensor in weights.items()}
    x, y = images.numpy().reshape(10, 6), labels.numpy()
    losses: list[float] = []
    for part in (slice(0, 4), slice(4, 8), slice(8, 10)):
        batch, gradients = losses_and_gradients(ours, x[part], y[part])
        losses.extend(batch)
        ours = {name: ours[name] - 0.3 * gradients[name] for name in ours}
    assert loss == pytest.approx(np.mean(losses), rel=1e-12)
    for tensor, expected in zip(given.state_of(model).values(), ours.values(), strict=True):
        np.testing.assert_allclose(tensor.numpy(), expected, rtol=1e-10)


def test_validation_is_the_mean_over_samples(
    torch: Any, training: Any, given: Any, rng: np.random.Generator
) -> None:
    weights, (images, labels) = weights_of(torch, rng), data_of(torch, rng, 10)
    loader = given.Loader(images, labels, 4)
    got = training.validation(given.network(weights), loader, given.CrossEntropyLoss())
    arrays = {name: tensor.numpy() for name, tensor in weights.items()}
    x, y = images.numpy().reshape(10, 6), labels.numpy()
    losses, _ = losses_and_gradients(arrays, x, y)
    h = np.tanh(x @ arrays["W1"].T + arrays["b1"])
    right = (h @ arrays["W2"].T + arrays["b2"]).argmax(axis=1) == y
    assert got == pytest.approx((np.mean(losses), np.mean(right)), rel=1e-12)


@pytest.mark.parametrize("special", ["none", "batch norm", "dropout"])
@pytest.mark.parametrize("was_training", [True, False])
def test_validation_leaves_no_trace(
    torch: Any,
    training: Any,
    given: Any,
    rng: np.random.Generator,
    special: str,
    was_training: bool,
) -> None:
    weights, (images, labels) = weights_of(torch, rng), data_of(torch, rng, 10)
    model = given.network(weights, special)
    model.train(was_training)
    before = given.state_of(model)
    results = [
        training.validation(model, given.Loader(images, labels, n), given.CrossEntropyLoss())
        for n in (4, 4, 1)
    ]
    assert results == [pytest.approx(results[0], rel=1e-12)] * 3
    assert model.training is was_training
    assert not given.has_gradients(model)
    assert all(torch.equal(before[name], now) for name, now in given.state_of(model).items())


def test_the_recorder_sees_the_calls_of_an_epoch(
    torch: Any, training: Any, given: Any, rng: np.random.Generator
) -> None:
    weights, (images, labels) = weights_of(torch, rng), data_of(torch, rng, 10)
    model, criterion = given.network(weights), given.CrossEntropyLoss()
    optimizer = given.sgd(model, 0.1)
    recorder = given.Recorder(model, criterion, optimizer)
    training.train_one_epoch(model, given.Loader(images, labels, 5), criterion, optimizer)
    training.validation(model, given.Loader(images, labels, 10), criterion)
    one_step = [("forward", True, True), ("backward", True), ("step",)]
    assert recorder.events == [*one_step, *one_step, ("forward", False, False)]


def test_the_recorder_sees_an_old_gradient(
    torch: Any, given: Any, rng: np.random.Generator
) -> None:
    weights, (images, labels) = weights_of(torch, rng), data_of(torch, rng, 5)
    model, criterion = given.network(weights), given.CrossEntropyLoss()
    recorder = given.Recorder(model, criterion)
    for _ in range(2):
        criterion(model(images), labels).backward()
    assert [event for event in recorder.events if event[0] == "backward"] == [
        ("backward", True),
        ("backward", False),
    ]


def test_a_loader_hands_out_the_same_batches_again(
    torch: Any, given: Any, rng: np.random.Generator
) -> None:
    images, labels = data_of(torch, rng, 10)
    loader = given.Loader(images, labels, 4)
    assert [len(batch) for batch, _ in loader] == [4, 4, 2]
    assert (len(loader), len(loader.dataset)) == (3, 10)
    for batch, _ in loader:
        batch.resize_(len(batch), 6)
    assert [tuple(batch.shape) for batch, _ in loader] == [(4, 6), (4, 6), (2, 6)]
    assert images.shape == (10, 1, 2, 3)
