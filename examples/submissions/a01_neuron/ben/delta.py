# Ben, assignment 1
import numpy as np


def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


def layer1(x, lo=0.4, hi=0.5):
    # 1000 * 0.4 = 400 and 1000 * 0.5 = 500
    h11 = sigmoid(1000 * x - 400)
    h12 = sigmoid(1000 * x - 500)
    return h11, h12


def layer2(v1, v2):
    return sigmoid(0.8 * v1 - 0.8 * v2)


def func_estimator(x, lo=0.4, hi=0.5):
    h11, h12 = layer1(x)
    return layer2(h11, h12)
