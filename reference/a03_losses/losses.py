"""Losses of a batch, and their gradients; rows are samples, and every loss is a mean over them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

ANSWERS = {
    "q1": "The mean of the loss over the training examples",
    "q2": "Scores, and a classifier such as softmax makes probabilities of them",
    "q3": "Softmax's has a small one, the hinge loss none",
    "q4": "The mean of the squared errors",
    "q5": "A probability may round to 0, and the loss would be infinite",
    "q6": (
        "Maximum likelihood, least negative log-likelihood, least cross entropy and least KL "
        "divergence"
    ),
    "q7": "The logarithms of the probabilities, up to a number that is the same for the whole row",
    "q8": "Linearly in z: twice as far, about twice the loss",
}

Array = NDArray[np.float64]
Labels = NDArray[np.integer[Any]]
LossAndGradient = tuple[float, Array]


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z)), entry by entry, for scores of any size."""
    return np.exp(-np.logaddexp(0, -z))


def mean_square_loss(h: Array, y: Array) -> LossAndGradient:
    """Mean of (h - y)^2 over N samples and its gradient: h (N,) or (N, 1), y (N,).

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    error = h - y.reshape(h.shape)
    return float(np.mean(error**2)), 2 * error / len(h)


def softmax(z: Array) -> Array:
    """Scores to probabilities, row by row: z (N, K) -> (N, K).

    Source: "Deep learning without going down the rabbit holes", part 2, Softmax classifier.
    """
    # A row's probabilities depend on differences of scores alone, so its maximum may become 0.
    weights: Array = np.exp(z - z.max(axis=1, keepdims=True))
    total: Array = weights.sum(axis=1, keepdims=True)
    return weights / total


def log_softmax(z: Array) -> Array:
    """The logarithm of softmax, also where softmax rounds to 0: z (N, K) -> (N, K).

    Source: "Deep learning without going down the rabbit holes", part 2, Softmax classifier.
    """
    shifted: Array = z - z.max(axis=1, keepdims=True)
    total: Array = np.exp(shifted).sum(axis=1, keepdims=True)
    return shifted - np.log(total)


def softmax_loss(x: Array, y: Labels) -> LossAndGradient:
    """Cross entropy of N rows of scores and its gradient: x (N, K), y (N,) labels 0..K-1.

    Source: "Deep learning without going down the rabbit holes", part 2,
    Deep learning network (Fully-connected layers) CIFAR-10.
    """
    N = len(x)
    rows = np.arange(N)
    log_probs = log_softmax(x)
    dx = np.exp(log_probs)
    dx[rows, y] -= 1
    return -float(np.mean(log_probs[rows, y])), dx / N


def categorical_ce(P: Array, Y: Array, eps: float = 1e-12) -> float:
    """Cross entropy of probabilities P (N, K) with one-hot labels Y (N, K).

    Source: "Deep Learning" (cheat sheet), 1.4. Log-loss error function.
    """
    return -float(np.sum(Y * np.log(np.maximum(P, eps)))) / len(P)


def svm_loss(scores: Array, y: Labels, margin: float = 1.0) -> LossAndGradient:
    """Hinge loss of N rows of scores and its gradient: scores (N, K), y (N,) labels 0..K-1.

    Source: "Deep learning without going down the rabbit holes", part 2, SVM classifier.
    """
    N = len(scores)
    rows = np.arange(N)
    shortfall = np.maximum(0, scores - scores[rows, y][:, None] + margin)
    shortfall[rows, y] = 0
    dscores = np.where(shortfall > 0, 1.0, 0.0)
    # Raising the true score relieves every violated margin of its row at once.
    dscores[rows, y] = -np.sum(dscores, axis=1)
    return float(np.sum(shortfall)) / N, dscores / N


def bce_loss(p: Array, y: Array, eps: float = 1e-12) -> LossAndGradient:
    """Binary cross entropy of probabilities and dp: p (N,) or (N, 1), y (N,) of 0 and 1.

    Source: "Deep Learning Summary", Logistic regression cost function.
    """
    y = y.reshape(p.shape)
    p = np.clip(p, eps, 1 - eps)
    loss = -float(np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    return loss, (p - y) / (p * (1 - p)) / len(p)


def bce_with_logits(z: Array, y: Array) -> LossAndGradient:
    """Binary cross entropy of sigmoid(z) and dz: z (N,) or (N, 1), y (N,) of 0 and 1.

    Source: "Introduction to Deep Learning: L1", Binary Cross Entropy Loss.
    """
    y = y.reshape(z.shape)
    return float(np.mean(np.logaddexp(0, z) - y * z)), (sigmoid(z) - y) / len(z)


def mse_of_sigmoid(z: Array, y: Array, half: bool = True) -> LossAndGradient:
    """Mean of (sigmoid(z) - y)^2, halved unless told otherwise, and dz: z (N,), y (N,).

    Source: "Deep Learning" (cheat sheet), 1.4. Log-loss error function.
    """
    factor = 0.5 if half else 1.0
    p = sigmoid(z)
    error = p - y
    return factor * float(np.mean(error**2)), factor * 2 * error * p * (1 - p) / len(z)


def saturation_gradients(z: Array, y: Array) -> tuple[Array, Array]:
    """Slopes in z of each sample's squared error and of its cross entropy: z (N,), y (N,).

    Source: "Deep learning without going down the rabbit holes", part 2, Mean square error (MSE).
    """
    p = sigmoid(z)
    error = p - y
    return 2 * error * p * (1 - p), error
