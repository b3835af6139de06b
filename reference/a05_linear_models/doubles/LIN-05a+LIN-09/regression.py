# Mia
import numpy as np


def true_y(education, income):
    return 0.8 * education + 0.003 * income + 2


def sample(education, income, noise=0.01, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    y = true_y(education, income)
    return y * (1 + noise * rng.standard_normal(len(y)))


def forward(x, W, b):
    out = np.dot(x, W) + b
    cache = (x, W, b)
    return out, cache


def mean_square_loss(h, y):
    N = h.shape[0]
    diff = h - y.reshape(h.shape)
    loss = np.sum(diff ** 2) / N
    dout = 2 * diff / N
    return loss, dout


def backward(dout, cache):
    x, W, b = cache
    dW = np.dot(x.T, dout)
    db = np.sum(dout)
    return dW, db


def compute_loss(X, W, b, y=None):
    h, cache = forward(X, W, b)
    if y is None:
        return h
    loss, dout = mean_square_loss(h, y)
    dW, db = backward(dout, cache)
    return loss, dW, db
