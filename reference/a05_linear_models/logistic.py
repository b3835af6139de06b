"""Logistic regression: one sigmoid unit that learns to say yes or no."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def logistic_predict(X: Array, w: Array, b: float) -> Array:
    """The probability of "yes" for every row: X (N, D), w (D,), b -> (N,).

    Source: "Deep Learning Summary", Logistic regression.
    """
    return np.exp(-np.logaddexp(0, -(X @ w + b)))


def predict_label(p: Array, threshold: float = 0.5) -> Labels:
    """1 where the probability p (N,) reaches the threshold, else 0 -> (N,).

    Source: "Deep learning without going down the rabbit holes, part 2", Logistic classifier.
    """
    return np.where(p >= threshold, 1, 0)


def train_logistic(X: Array, y: Labels, lr: float, steps: int) -> tuple[Array, float, Array]:
    """Fit X (N, D) and labels y (N,) from zeros -> w (D,), b, history (steps + 1,).

    history[k] is the mean cross entropy after k steps, computed from the scores, where it stays
    finite however sure the predictions are.
    Source: "Deep Learning Summary", Logistic regression cost function and Gradient Descent.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    history = [cross_entropy(X @ w + b, y)]
    for _ in range(steps):
        dz = (logistic_predict(X, w, b) - y) / len(y)
        w, b = w - lr * X.T @ dz, b - lr * float(dz.sum())
        history.append(cross_entropy(X @ w + b, y))
    return w, b, np.array(history)


def cross_entropy(z: Array, y: Labels) -> float:
    """The mean of -log p for label 1 and -log(1 - p) for label 0, from the scores z (N,)."""
    return float(np.mean(np.logaddexp(0, z) - y * z))
