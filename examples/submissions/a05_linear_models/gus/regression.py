"""Gus, a05"""
import numpy as np

ANSWERS = {"q1": "b", "q2": "a", "q3": "d", "q4": "c", "q5": "d"}


def true_y(education, income):
    return 0.8 * education + 0.003 * income + 2


def sample(education, income, noise=0.01, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    truth = true_y(education, income)
    return truth + truth * noise * rng.standard_normal(truth.shape)


def forward(x, W, b):
    return x.dot(W) + b, (x, W, b)


def mean_square_loss(h, y):
    d = h - y.reshape(h.shape)
    return (d * d).mean(), 2 * d / d.size


def backward(dout, cache):
    x = cache[0]
    return x.T.dot(dout), dout.sum()


def compute_loss(X, W, b, y=None):
    h, cache = forward(X, W, b)
    if y is None:
        return h
    loss, dout = mean_square_loss(h, y)
    return (loss, *backward(dout, cache))
