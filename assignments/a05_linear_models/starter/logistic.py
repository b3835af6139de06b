"""Part 3 of 3: one sigmoid unit that learns to say yes or no.

Never change an array that you were given; return new ones.
"""

import numpy as np


def logistic_predict(X, w, b):
    """The probability that each row is a "yes".

    X: (N, D); w: (D,); b: a number.
    Returns sigmoid(X w + b), (N,). Must be right for scores of 10000 and of -10000, too.

    Source: "Deep Learning Summary", Logistic regression.
    """
    raise NotImplementedError


def predict_label(p, threshold=0.5):
    """Decide: 1 where a probability is at least the threshold, else 0.

    p: (N,). Returns whole numbers (N,).

    Source: "Deep learning without going down the rabbit holes, part 2", Logistic classifier.
    """
    raise NotImplementedError


def train_logistic(X, y, lr, steps):
    """Fit w and b to labels by `steps` steps of gradient descent on the mean cross entropy.

    X: (N, D); y: (N,), zeros and ones; lr: the learning rate. Start with w and b at zero.
    Returns (w, b, history). history is an array (steps + 1,): history[0] is the loss at the start,
    history[k] the loss after k steps. Must stay finite where a prediction is entirely sure.

    Source: "Deep Learning Summary", Logistic regression cost function and Gradient Descent.
    """
    raise NotImplementedError
