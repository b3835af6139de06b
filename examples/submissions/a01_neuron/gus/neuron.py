"""Gus, a01"""
import numpy as np

ANSWERS = {"q1": "c", "q2": "c", "q3": "a", "q4": "a", "q5": "c"}


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    small = np.exp(np.minimum(z, -z))
    return np.where(z > 0, 1, small) / (1 + small)


def step(z):
    return np.where(np.asarray(z) < 0, 0, 1)


def neuron_forward(x, w, b, activation=sigmoid):
    return activation((x * w).sum(axis=1) + b)


def dense_forward(x, W, b, activation=sigmoid):
    return activation(x @ W + b)


def side(x, w, b):
    return np.sign((x * w).sum(axis=1) + b)
