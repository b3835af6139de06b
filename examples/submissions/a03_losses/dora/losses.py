"""Dora -- everything vectorised, no loops!"""

import numpy as np

ANSWERS = {"q1": "B", "q2": "a", "q3": ""}


def mean_square_loss(h, y):
    diff = h - y
    return np.mean(diff**2), diff / len(diff)


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


def log_softmax(z):
    m = z.max(axis=1, keepdims=True)
    return z - m - np.log(np.exp(z - m).sum(axis=1, keepdims=True))


def softmax_loss(x, y):
    N = x.shape[0]
    logp = log_softmax(x)
    loss = -logp[np.arange(N), y].mean()
    dx = np.exp(logp)
    dx[:, y] -= 1
    return loss, dx / N


def categorical_ce(P, Y, eps=1e-12):
    return -(Y * np.log(np.clip(P, eps, 1))).sum(axis=1).mean()


def svm_loss(scores, y, margin=1.0):
    N = scores.shape[0]
    rows = np.arange(N)
    m = np.maximum(0, scores - scores[rows, y][:, np.newaxis])
    m[rows, y] = 0
    d = (m > 0) * 1.0
    d[rows, y] -= d.sum(axis=1)
    return m.sum() / N, d / N


def bce_loss(p, y, eps=1e-12):
    p = np.clip(p, eps, 1 - eps)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return loss, (p - y) / (p * (1 - p)) / len(p)


def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-abs(z))))
    return loss, (p - y) * p * (1 - p) / len(z)


def mse_of_sigmoid(z, y, half=True):
    p = 1 / (1 + np.exp(-z))
    c = 0.5 if half else 1
    return c * np.mean((p - y) ** 2), 2 * c * (p - y) * p * (1 - p) / len(z)


def saturation_gradients(z, y):
    p = 1 / (1 + np.exp(-z))
    return 2 * (p - y) * p * (1 - p), p - y
