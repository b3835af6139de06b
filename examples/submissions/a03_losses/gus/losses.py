"""Gus, losses"""

import numpy as np

ANSWERS = {"q1": "b", "q2": "d", "q3": "c", "q4": "d", "q5": "b", "q6": "b", "q7": "a", "q8": "c"}


def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-abs(z))), np.exp(-abs(z)) / (1 + np.exp(-abs(z))))


def mean_square_loss(h, y):
    N = h.shape[0]
    y = y.reshape(h.shape)
    return np.sum(np.square(h - y)) / N, 2 * (h - y) / N


def softmax(z):
    e = np.exp(z - np.max(z, axis=1)[:, None])
    return e / np.sum(e, axis=1)[:, None]


def log_softmax(z):
    m = np.max(z, axis=1)[:, None]
    return z - m - np.log(np.sum(np.exp(z - m), axis=1)[:, None])


def softmax_loss(x, y):
    N = x.shape[0]
    loss = 0
    dx = softmax(x)
    log_p = log_softmax(x)
    for n in range(N):
        loss = loss - log_p[n, y[n]]
        dx[n, y[n]] = dx[n, y[n]] - 1
    return loss / N, dx / N


def categorical_ce(P, Y, eps=1e-12):
    return np.sum(-Y * np.log(np.clip(P, eps, None))) / P.shape[0]


def svm_loss(scores, y, margin=1.0):
    N = scores.shape[0]
    loss = 0
    dscores = np.zeros(scores.shape)
    for n in range(N):
        gaps = scores[n] - scores[n, y[n]] + margin
        gaps[y[n]] = 0
        loss = loss + np.sum(gaps[gaps > 0])
        dscores[n, gaps > 0] = 1
        dscores[n, y[n]] = -np.sum(gaps > 0)
    return loss / N, dscores / N


def bce_loss(p, y, eps=1e-12):
    N = p.shape[0]
    y = y.reshape(p.shape)
    p = np.minimum(np.maximum(p, eps), 1 - eps)
    loss = -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / N
    return loss, (-y / p + (1 - y) / (1 - p)) / N


def bce_with_logits(z, y):
    N = z.shape[0]
    y = y.reshape(z.shape)
    return np.sum(np.logaddexp(0, z) - y * z) / N, (sigmoid(z) - y) / N


def mse_of_sigmoid(z, y, half=True):
    p = sigmoid(z)
    loss, dp = mean_square_loss(p, y)
    if half:
        loss, dp = loss / 2, dp / 2
    return loss, dp * p * (1 - p)


def saturation_gradients(z, y):
    p = sigmoid(z)
    return 2 * (p - y) * p * (1 - p), p - y
