"""a01, Hana"""
import numpy as np

ANSWERS = {"q1": "all of them", "q2": "all of them", "q3": "all of them", "q4": "all of them", "q5": "all of them"}


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return np.exp(-np.logaddexp(0.0, -z))


def step(z):
    return np.where(np.asarray(z) >= 0, 1, 0)


def neuron_forward(x, w, b, activation=sigmoid):
    return activation(x @ w + b)


def dense_forward(x, W, b, activation=sigmoid):
    return activation(x @ W + b)


def side(x, w, b):
    return np.sign(x @ w + b)
