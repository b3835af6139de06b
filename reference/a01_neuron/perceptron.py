"""Part 2 of 4: the perceptron, a threshold unit that learns from its mistakes.

A perceptron answers 1 where x·w + b >= 0 and 0 elsewhere. Labels y are 0 and 1.
Never change an array that you were given; return new ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# BEGIN SOLUTION
Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def fires(x: Array, w: Array, b: float) -> Labels:
    """1 for each row (or for the one row) with x·w + b >= 0, else 0."""
    return np.where(x @ w + b >= 0, 1, 0)


# END SOLUTION


def perceptron_and(x: Array) -> Labels:
    """x1 AND x2 by one perceptron. You choose its weights and its bias.

    x: (N, 2) points. The corners (0, 0), (0, 1), (1, 0) and (1, 1) matter, but other points
    get the answer of the same line, too.
    Returns (N,) of 0 and 1.

    Source: "Deep Learning" (cheat sheet), 1.2. Perceptron of neural networks.
    """
    # BEGIN SOLUTION
    return fires(x, np.array([1.0, 1.0]), -1.5)
    # END SOLUTION


def perceptron_or(x: Array) -> Labels:
    """x1 OR x2 by one perceptron. You choose its weights and its bias.

    x: (N, 2) points, as in perceptron_and.
    Returns (N,) of 0 and 1.

    Source: "Deep Learning" (cheat sheet), 1.2. Perceptron of neural networks.
    """
    # BEGIN SOLUTION
    return fires(x, np.array([1.0, 1.0]), -0.5)
    # END SOLUTION


def perceptron_step(w: Array, b: float, x: Array, y: int, alpha: float) -> tuple[Array, float]:
    """The perceptron trick: look at one point and move the line if it is on the wrong side.

    w: (D,) weights, b: a number
    x: (D,) one point, y: its label, 0 or 1
    alpha: learning rate
    Returns (w, b) after the step, new w of shape (D,) and new b.
    Where the answer is already right, they equal the old ones.

    Source: "Deep Learning" (cheat sheet), 1.2. Perceptron of neural networks.
    """
    # BEGIN SOLUTION
    error = y - int(fires(x, w, b))
    return w + alpha * error * x, b + alpha * error
    # END SOLUTION


def perceptron_train(
    X: Array, y: Labels, alpha: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """Take the perceptron step at row 0, row 1, ..., again and again.

    X: (N, D) points, y: (N,) labels 0 and 1, alpha: learning rate
    Starts from w = 0 and b = 0. One epoch is one pass over all rows in their order.
    Stops after the first epoch without a mistake, or after max_epochs epochs.
    Returns (w, b, mistakes): w (D,), b a number, and mistakes a list with one integer for each
    epoch, the number of points that were answered wrongly when their turn came.

    Source: "Deep Learning" (cheat sheet), 1.2. Perceptron of neural networks.
    """
    # BEGIN SOLUTION
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes: list[int] = []
    while len(mistakes) < max_epochs and 0 not in mistakes:
        wrong = 0
        for point, label in zip(X, y, strict=True):
            wrong += int(fires(point, w, b) != label)
            w, b = perceptron_step(w, b, point, label, alpha)
        mistakes.append(wrong)
    return w, b, mistakes
    # END SOLUTION
