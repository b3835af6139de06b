"""One neuron that says yes or no; rows are samples."""

import numpy as np

ANSWERS = {"q1": "It stays as it is"}


def probability(x, w, b):
    """The probability of a yes, row by row.

    x: samples (N, D)
    w: weights (D,)
    b: bias, a number
    returns: probabilities (N,)
    """
    # BEGIN SOLUTION
    return 1 / (1 + np.exp(-(x @ w + b)))
    # END SOLUTION


def loss(x, y, w, b):
    """The mean over N rows of -log of the probability of what happened, and its gradient.

    x: samples (N, D)
    y: labels (N,), 0 or 1
    w: weights (D,)
    b: bias, a number
    returns: loss (a number), dw (D,), db (a number)
    """
    # BEGIN SOLUTION
    p = probability(x, w, b)
    dz = (p - y) / len(x)
    return -np.mean(np.log(np.where(y == 1, p, 1 - p))), dz @ x, np.sum(dz)
    # END SOLUTION


def train(x, y, w, b, rate, steps):
    """Steps of gradient descent, each on all rows.

    x, y, w, b: as in `loss`; w and b are where training starts
    rate: how far a step goes along the gradient
    steps: how many
    returns: w (D,), b (a number)
    """
    # BEGIN SOLUTION
    for _ in range(steps):
        _, dw, db = loss(x, y, w, b)
        w, b = w - rate * dw, b - rate * db
    return w, b
    # END SOLUTION


def predict(x, w, b):
    """What the neuron says: 1 where the probability is above one half, else 0.

    x, w, b: as in `probability`
    returns: labels (N,), 0 or 1
    """
    # BEGIN SOLUTION
    return np.where(probability(x, w, b) > 0.5, 1, 0)
    # END SOLUTION
