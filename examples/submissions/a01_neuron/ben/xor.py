# Ben, assignment 1
import numpy as np


def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


def layer1(x1, x2):
    h11 = sigmoid(20 * x1 + 20 * x2 - 10)
    h12 = sigmoid(-20 * x1 - 20 * x2 + 30)
    return h11, h12


def layer2(x1, x2):
    return sigmoid(20 * x1 + 20 * x2 - 30)


def xor(a, b):
    h11, h12 = layer1(a, b)
    return layer2(h11, h12)
