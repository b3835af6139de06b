import math


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def layer1(x1, x2):
    w11, w21, b1 = 20, 20, -10
    w12, w22, b2 = -20, -20, 30
    return sigmoid(w11 * x1 + w21 * x2 + b1), sigmoid(w12 * x1 + w22 * x2 + b2)


def layer2(x1, x2):
    return sigmoid(20 * x1 + 20 * x2 - 30)


def xor(a, b):
    h11, h12 = layer1(a, b)
    return layer2(h11, h12)
