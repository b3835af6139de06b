"""Gus, a01"""
import numpy as np


def sigmoid(x):
    x = np.asarray(x, dtype=float)
    small = np.exp(np.minimum(x, -x))
    return np.where(x > 0, 1, small) / (1 + small)


def layer1(x1, x2):
    h11 = sigmoid(20 * x1 + 20 * x2 - 10)
    h12 = sigmoid(-20 * x1 - 20 * x2 + 30)
    return h11, h12


def layer2(x1, x2):
    return sigmoid(20 * x1 + 20 * x2 - 30)


def xor(a, b):
    return layer2(*layer1(a, b))
