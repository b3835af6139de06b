"""a05, part 1 -- Ada"""

import numpy as np


def true_y(education, income):
    return 2.0 + np.multiply(0.8, education) + np.multiply(0.003, income)


def sample(education, income, noise=0.01, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    # a factor around 1, drawn for each person
    factor = rng.normal(loc=1.0, scale=noise, size=len(education))
    return true_y(education, income) * factor


def forward(x, W, b):
    out = np.einsum("nd,d->n", x, W) + b
    return out, x  # the model is linear, so the way back only needs x


def mean_square_loss(h, y):
    error = h.ravel() - y.ravel()
    loss = np.dot(error, error) / error.size
    return loss, (2.0 / error.size * error).reshape(h.shape)


def backward(dout, cache):
    return dout @ cache, np.sum(dout)


def compute_loss(X, W, b, y=None):
    out, cache = forward(X, W, b)
    if y is None:
        return out
    loss, dout = mean_square_loss(out, y)
    dW, db = backward(dout, cache)
    return loss, dW, db
