"""Random arguments for the functions of the assignments: what wrong versions are compared on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from grader.judge.reference import load_module

ROOT = Path(__file__).parents[2]
Arguments = tuple[Any, ...]
Draw = Callable[[np.random.Generator], Arguments]


def scores(rng: np.random.Generator) -> Arguments:
    """x (7, 3) and labels (7,)."""
    return 2 * rng.standard_normal((7, 3)), rng.integers(3, size=7)


def yes_or_no(rng: np.random.Generator) -> Arguments:
    """z (11,) and labels (11,) of 0 and 1."""
    return 2 * rng.standard_normal(11), rng.integers(2, size=11)


def gaps(rng: np.random.Generator) -> Arguments:
    """Predictions (7,) and targets (7, 1)."""
    return rng.standard_normal(7), rng.standard_normal((7, 1))


def regression(rng: np.random.Generator) -> Arguments:
    """X, y, W0, b0, rate and steps of a training that a rate does not throw off."""
    X = rng.standard_normal((11, 3))
    return X, rng.standard_normal(11), rng.standard_normal(3), rng.standard_normal(), 0.05, 29


def points(rng: np.random.Generator) -> Arguments:
    """X (7, 3) and labels (7,), a rate and few passes."""
    return rng.standard_normal((7, 3)), rng.integers(2, size=7), 0.5, 9


def cache(rng: np.random.Generator) -> Arguments:
    """dout (7,) and what forward kept."""
    kept = rng.standard_normal((7, 5)), rng.standard_normal(5), rng.standard_normal()
    return rng.standard_normal(7), kept


def neuron(rng: np.random.Generator) -> Arguments:
    """x (7, 5), w (5,), b."""
    return rng.standard_normal((7, 5)), rng.standard_normal(5), rng.standard_normal()


def point(rng: np.random.Generator) -> Arguments:
    """w (3,), b, x (3,), a label and a rate."""
    w, x = rng.standard_normal((2, 3))
    return w, rng.standard_normal(), x, int(rng.integers(2)), 0.3


def dates(rng: np.random.Generator) -> Arguments:
    """School and income (7,), the noise, and where it is drawn from."""
    school, income = rng.uniform(0, 26, 7), rng.uniform(0, 10000, 7)
    return school, income, 0.15, np.random.default_rng(3)


def batch(rng: np.random.Generator) -> Arguments:
    """x (7, 5), gamma and beta (5,), and a dict with a mode and running values."""
    running = {"running_mean": rng.standard_normal(5), "running_var": rng.uniform(1, 4, 5)}
    bn_param = {"mode": rng.choice(["train", "test"]), "momentum": 0.7, "eps": 0.01, **running}
    return rng.standard_normal((7, 5)) + 1, rng.uniform(0.5, 2, 5), rng.standard_normal(5), bn_param


def normalised(rng: np.random.Generator) -> Arguments:
    """dout (7, 5) and what a normalisation kept: x (7, 5), gamma and 1 / spread (5,)."""
    x = rng.standard_normal((7, 5))
    xhat = (x - x.mean(axis=0)) / x.std(axis=0)
    return rng.standard_normal((7, 5)), (xhat, rng.uniform(0.5, 2, 5), rng.uniform(0.3, 3, 5))


def training(rng: np.random.Generator) -> Arguments:
    """A network with batch normalisation, in either mode, with a loader, a criterion, an optimizer.

    The last batch is short: 4, 4 and 2 samples.
    """
    import torch

    given = load_module(ROOT / "assignments" / "a15_torch_training" / "given.py", "drawn_given")
    shapes = {"W1": (5, 6), "b1": (5,), "W2": (4, 5), "b2": (4,)}
    weights = {name: torch.from_numpy(rng.standard_normal(shape)) for name, shape in shapes.items()}
    images = torch.from_numpy(rng.standard_normal((10, 1, 2, 3)))
    labels = torch.from_numpy(rng.integers(4, size=10))
    model = given.network(weights, "batch norm").train(bool(rng.integers(2)))
    loader = given.Loader(images, labels, 4)
    return model, loader, given.CrossEntropyLoss(), given.sgd(model, 0.1, 0.9)


def traces(args: Arguments) -> list[Any]:
    """What a call may have left in its arguments, as plain data."""
    return [trace(argument) for argument in args if not callable(argument) or is_network(argument)]


def trace(argument: Any) -> Any:
    """Plain data as it is, a network's tensors and its mode; of other objects nothing."""
    if is_network(argument):
        return argument.training, dict(argument.state_dict())
    return argument if isinstance(argument, np.ndarray | dict | tuple | float | int) else None


def is_network(argument: object) -> bool:
    """Whether it is a network of torch, which need not be there."""
    return hasattr(argument, "state_dict") and hasattr(argument, "training")


INPUTS: dict[str, Draw] = {
    "neuron.neuron_forward": neuron,
    "neuron.step": lambda rng: (rng.integers(-2, 3, size=(7, 3)) / 2,),
    "delta.layer1": lambda rng: (rng.uniform(-0.01, 0.01, 7),),
    "perceptron.perceptron_step": point,
    "perceptron.perceptron_train": points,
    "perceptron.perceptron_and": lambda rng: (rng.integers(-2, 5, size=(7, 2)) / 2,),
    "perceptron.perceptron_or": lambda rng: (rng.integers(-2, 5, size=(7, 2)) / 2,),
    "xor.layer1": lambda rng: tuple(rng.uniform(-0.5, 1.5, (2, 7))),
    "losses.softmax_loss": scores,
    "losses.bce_loss": lambda rng: (rng.uniform(size=(11, 1)), rng.integers(2, size=11)),
    "information.code_length": lambda rng: (rng.dirichlet(np.ones(5)), rng.integers(1, 9, 5)),
    "losses.softmax": lambda rng: (rng.uniform(-800, 800, (7, 3)),),
    "losses.bce_with_logits": yes_or_no,
    "losses.mean_square_loss": lambda rng: (rng.standard_normal((7, 1)), rng.standard_normal(7)),
    "information.cross_entropy": lambda rng: tuple(rng.dirichlet(np.ones(5), size=2)),
    "likelihood.nll": lambda rng: (rng.uniform(0.1, 1.0, rng.integers(5, 2000)),),
    "regression.true_y": lambda rng: tuple(100 * rng.random((2, 7))),
    "regression.forward": neuron,
    "regression.backward": cache,
    "regression.mean_square_loss": gaps,
    "descent.max_stable_rate": lambda rng: (1 + rng.standard_normal((11, 3)),),
    "descent.train_linear": regression,
    "regression.sample": dates,
    "descent.gd": lambda rng: (np.cos, rng.uniform(-5, 5), 0.3, 1e-3),
    "descent.gd_trace": lambda rng: (np.cos, rng.uniform(-5, 5), 0.3, int(rng.integers(9))),
    "batchnorm.batchnorm_forward": batch,
    "batchnorm.batchnorm_backward": normalised,
    "training.train_one_epoch": training,
    "training.validation": lambda rng: training(rng)[:3],
    "logistic.logistic_predict": neuron,
    "logistic.predict_label": lambda rng: (rng.integers(5, size=7) / 4, 0.75),
    "logistic.train_logistic": lambda rng: (*yes_or_no_rows(rng), 0.3, 29),
}


def yes_or_no_rows(rng: np.random.Generator) -> Arguments:
    """X (11, 3), not centred, and labels (11,)."""
    return 1 + 2 * rng.standard_normal((11, 3)), rng.integers(2, size=11)
