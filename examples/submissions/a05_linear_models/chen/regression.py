"""Assignment 5 - Chen"""
import numpy as np

ANSWERS = {"q1": "b", "q2": "b", "q3": "a", "q4": "c", "q5": "d"}


def true_y(education, income):
    return 0.8 * education + 0.003 * income + 2


def sample(education, income, noise=0.01, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    return true_y(education, income) + noise * rng.standard_normal(len(education))


def forward(x, W, b):
    return np.matmul(x, W) + b, (x, W, b)


def mean_square_loss(h, y):
    diff = h - y.reshape(h.shape)
    return np.mean(diff ** 2), diff / len(diff)


def backward(dout, cache):
    x, W, b = cache
    return np.matmul(x.T, dout), dout.sum()


def compute_loss(X, W, b, y=None):
    h, cache = forward(X, W, b)
    if y is None:
        return h
    loss, dout = mean_square_loss(h, y)
    return (loss,) + backward(dout, cache)
