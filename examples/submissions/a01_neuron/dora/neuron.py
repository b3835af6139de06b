import numpy as np

ANSWERS = {"q1": "C", "q2": "a", "q3": ""}


def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


def step(z):
    return np.heaviside(z, 1)


def neuron_forward(x, w, b, activation=sigmoid):
    z = x * w + b
    return activation(z)


def dense_forward(x, W, b, activation=sigmoid):
    z = x @ W + b
    return sigmoid(z)


def side(x, w, b):
    return np.sign(x @ w + b)
