# Mia
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
    # every input times every weight
    N, D = x.shape
    z = np.zeros((N, D, W.shape[1]))
    for n in range(N):
        z[n] = x[n][:, None] * W + b
    return activation(z)


def side(x, w, b):
    z = np.dot(x, w) + b
    return np.sign(z)
