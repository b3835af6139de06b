"""From the likelihood of what was seen to the logistic loss."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def likelihood(p: Array) -> float:
    """Probability of all observations together, p (n,) being that of each one.

    Source: "Deep learning without going down the rabbit holes", part 2,
    Maximum likelihood estimation (MLE).
    """
    return float(np.prod(p))


def nll(p: Array) -> float:
    """Negative log-likelihood: the sum of -log p over n observations, p (n,).

    Source: "Deep learning without going down the rabbit holes", part 2,
    Negative log-likelihood (NLL).
    """
    return -float(np.sum(np.log(p)))


def log_odds(p: Array) -> Array:
    """Logarithm of p to 1 - p, the inverse of the sigmoid; the shape of p.

    Source: "Deep learning without going down the rabbit holes", part 2, Softmax classifier.
    """
    odds: Array = p / (1 - p)
    return np.log(odds)


def logistic_loss(z: Array, t: Array) -> tuple[float, Array]:
    """Mean of log(1 + exp(-t z)) and its gradient in z: z (N,), t (N,) of -1 and +1.

    Source: "Deep learning without going down the rabbit holes", part 2,
    Loss function for logistic classifier.
    """
    loss = np.logaddexp(0, -t * z)
    wrong = np.exp(-np.logaddexp(0, t * z))  # the probability given to the other label
    return float(np.mean(loss)), -t * wrong / len(z)
