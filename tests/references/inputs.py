"""Random arguments for the functions of the assignments: what wrong versions are compared on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

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
    "logistic.logistic_predict": neuron,
    "logistic.predict_label": lambda rng: (rng.integers(5, size=7) / 4, 0.75),
    "logistic.train_logistic": lambda rng: (*yes_or_no_rows(rng), 0.3, 29),
}


def yes_or_no_rows(rng: np.random.Generator) -> Arguments:
    """X (11, 3), not centred, and labels (11,)."""
    return 1 + 2 * rng.standard_normal((11, 3)), rng.integers(2, size=11)
