# noah: perceptron
import numpy as np

WEIGHT = 20


def sigmoid(x):
    return (np.tanh(np.multiply(x, 0.5)) + 1) / 2


def layer1(x1, x2):
    both = WEIGHT * np.add(x1, x2)
    return sigmoid(both - 10), sigmoid(30 - both)


def layer2(x1, x2):
    return sigmoid(WEIGHT * np.add(x1, x2) - 30)


def xor(a, b):
    # OR, and not both
    hidden = layer1(a, b)
    return layer2(hidden[0], hidden[1])
