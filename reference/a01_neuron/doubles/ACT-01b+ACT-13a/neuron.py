"""a01 / jonas"""

import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0.0, np.negative(z)))


def step(z):
    return np.greater(z, 0).astype(int)


def neuron_forward(x, w, b, activation=sigmoid):
    return activation(np.einsum("nd,d->n", x, w)) + b


def dense_forward(x, W, b, activation=sigmoid):
    return activation(np.einsum("nd,dk->nk", x, W) + b)


def side(x, w, b):
    score = np.einsum("nd,d->n", x, w) + b
    return 1 * (score > 0) - 1 * (score < 0)
