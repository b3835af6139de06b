# fay
import numpy as np

ANSWERS = {"q1": "c", "q2": "c", "q3": "a", "q4": "a", "q5": "c"}


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-abs(z))
    return np.where(z < 0, e / (1 + e), 1 / (1 + e))


def step(z):
    return (np.asarray(z) >= 0) * 1


def neuron_forward(x, w, b, activation=sigmoid):
    return activation(x.dot(w) + b)


def dense_forward(x, W, b, activation=sigmoid):
    return activation(x.dot(W) + b)


def side(x, w, b):
    return np.sign(x.dot(w) + b)
