"""The perceptron: a line that is set by hand, and a line that is moved by its mistakes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def fires(x: Array, w: Array, b: float) -> Labels:
    """1 for each row (or for the one row) with x·w + b >= 0, else 0."""
    return np.where(x @ w + b >= 0, 1, 0)


def perceptron_and(x: Array) -> Labels:
    """x1 and x2 by one unit: x (N, 2) -> (N,) of 0 and 1; the line x1 + x2 = 1.5.

    Source: "Deep Learning" (cheat sheet), 1.2. Perceptron of neural networks.
    """
    return fires(x, np.array([1.0, 1.0]), -1.5)


def perceptron_or(x: Array) -> Labels:
    """x1 or x2 by one unit: x (N, 2) -> (N,) of 0 and 1; the line x1 + x2 = 0.5.

    Source: "Deep Learning" (cheat sheet), 1.2. Perceptron of neural networks.
    """
    return fires(x, np.array([1.0, 1.0]), -0.5)


def perceptron_step(w: Array, b: float, x: Array, y: int, alpha: float) -> tuple[Array, float]:
    """Move the line after one point: w (D,), b, x (D,), y 0 or 1 -> new w, new b.

    The error is +1, 0 or -1, so a point on its right side moves nothing.
    Source: "Deep Learning" (cheat sheet), 1.2. Perceptron of neural networks.
    """
    error = y - int(fires(x, w, b))
    return w + alpha * error * x, b + alpha * error


def perceptron_train(
    X: Array, y: Labels, alpha: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """Repeat the step over the rows of X (N, D), starting from zeros -> w, b, mistakes.

    mistakes[e] counts the points that were wrong when pass e came to them. Ends after the first
    pass without a mistake, or after max_epochs passes.
    Source: "Deep Learning" (cheat sheet), 1.2. Perceptron of neural networks.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes: list[int] = []
    while len(mistakes) < max_epochs and 0 not in mistakes:
        wrong = 0
        for point, label in zip(X, y, strict=True):
            wrong += int(fires(point, w, b) != label)
            w, b = perceptron_step(w, b, point, label, alpha)
        mistakes.append(wrong)
    return w, b, mistakes
