# Paul. Took two evenings.
import numpy as np


def sigmoid(z):
    # only exponentials of negative numbers, see the handout
    z = np.asarray(z, dtype=float)
    small = np.exp(-abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))


def step(z):
    return np.where(np.asarray(z) >= 0, 1, 0)


def neuron_forward(x, w, b, activation=sigmoid):
    z = np.dot(x, w) + b
    return activation(z)


def dense_forward(x, W, b, activation=sigmoid):
    z = np.dot(x, W) + b
    return activation(z)


def side(x, w, b):
    z = np.dot(x, w) + b
    return np.sign(z)
