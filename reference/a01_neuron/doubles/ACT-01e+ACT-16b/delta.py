# leo
import numpy as np


def sigmoid(x):
    return (np.tanh(np.multiply(x, 0.5)) + 1) / 2


def layer1(x, lo=0.4, hi=0.5):
    return tuple(sigmoid(1000 * np.subtract(x, edge)) for edge in (lo, hi))


def layer2(v1, v2):
    return sigmoid(0.8 * np.subtract(v1, v2))


def func_estimator(x, lo=0.4, hi=0.5):
    return layer2(*layer1(x, lo=lo, hi=hi))
