"""One neuron, a layer of neurons, and the line that a neuron draws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

ANSWERS = {
    "q1": "-t",
    "q2": "z is below 0",
    "q3": (
        "The points where it answers 0.5 form one straight line, and no line separates the corners"
    ),
    "q4": "One number for each kind of thing: how likely the picture shows it",
    "q5": "It learns the features from data, layer by layer",
}

Array = NDArray[np.float64]


def sigmoid(z: Array | float) -> Array:
    """1 / (1 + exp(-z)), entry by entry, for numbers and arrays of any shape.

    Source: "Deep learning without going down the rabbit holes", What is deep learning (DL)?
    """
    small = np.exp(-np.abs(z))  # between 0 and 1 for every z, so nothing overflows
    return np.where(np.greater_equal(z, 0), 1.0, small) / (1.0 + small)


def step(z: Array | float) -> NDArray[np.int64]:
    """1 where z >= 0 and 0 elsewhere; the shape of z.

    Source: "Deep Learning Summary", What is a Neural Network.
    """
    return np.where(np.greater_equal(z, 0), 1, 0)


def neuron_forward(
    x: Array, w: Array, b: float, activation: Callable[[Array], Array] = sigmoid
) -> Array:
    """Output of one unit for N rows: x (N, D), w (D,), b a number -> (N,).

    Source: "Introduction to Deep Learning: L1", The perceptron: Forward Propagation.
    """
    return activation(x @ w + b)


def dense_forward(
    x: Array, W: Array, b: Array, activation: Callable[[Array], Array] = sigmoid
) -> Array:
    """Outputs of K units for N rows: x (N, D), W (D, K), b (K,) -> (N, K).

    Source: "Introduction to Deep Learning: L1", Building Neural Networks with Perceptrons.
    """
    return activation(x @ W + b)


def side(x: Array, w: Array, b: float) -> Array:
    """Where each row lies: +1 and -1 on the two sides of x·w + b = 0, 0 on it; (N,).

    Source: "Introduction to Deep Learning: L1", Example.
    """
    return np.sign(x @ w + b)
