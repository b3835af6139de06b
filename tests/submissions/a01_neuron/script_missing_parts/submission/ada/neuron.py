"""part 1 -- Ada"""

import numpy as np

ANSWERS = {"q1": "c", "q2": "c", "q3": "a", "q4": "a", "q5": "c"}


def sigmoid(z):
    # sigmoid and tanh are the same curve, stretched; tanh never overflows
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z, dtype=float)))


def step(z):
    return (np.asarray(z) >= 0).astype(int)


def neuron_forward(x, w, b, activation=sigmoid):
    # a neuron is a layer with one column
    return dense_forward(x, w[:, None], np.array([b]), activation)[:, 0]


def dense_forward(x, W, b, activation=sigmoid):
    z = np.einsum("nd,dk->nk", x, W) + b
    return activation(z)


def side(x, w, b):
    z = np.einsum("nd,d->n", x, w) + b
    return (z > 0).astype(int) - (z < 0).astype(int)
