# fay
import numpy as np


def sigmoid(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(-abs(x))
    return np.where(x < 0, e / (1 + e), 1 / (1 + e))


def layer1(x, lo=0.4, hi=0.5):
    return sigmoid(1000 * (x - lo)), sigmoid(1000 * (x - hi))


def layer2(v1, v2):
    return sigmoid(0.8 * v1 - 0.8 * v2)


def func_estimator(x, lo=0.4, hi=0.5):
    return layer2(*layer1(x, lo, hi))
