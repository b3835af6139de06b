"""Losses and gradients. I keep labels as one-hot matrices and work with log probabilities."""

import numpy as np

ANSWERS = {"q1": "b", "q2": "d", "q3": "c", "q4": "d", "q5": "b", "q6": "b", "q7": "a", "q8": "c"}


def one_hot(y, K):
    return np.equal.outer(y, np.arange(K)).astype(float)


def log_sum_exp(z):
    return np.logaddexp.reduce(z, axis=-1, keepdims=True)


def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def mean_square_loss(h, y):
    error = h.ravel() - y
    loss = error @ error / error.size
    return loss, (2 / error.size * error).reshape(h.shape)


def log_softmax(z):
    return z - log_sum_exp(z)


def softmax(z):
    return np.exp(log_softmax(z))


def softmax_loss(x, y):
    N, K = x.shape
    Y = one_hot(y, K)
    loss = np.einsum("nk,nk->", Y, -log_softmax(x)) / N
    return loss, (softmax(x) - Y) / N


def categorical_ce(P, Y, eps=1e-12):
    # One-hot labels pick one probability a row, so the zeros elsewhere are never looked at.
    p_true = P[np.arange(len(P)), Y.argmax(axis=1)]
    return np.mean(-np.log(np.maximum(p_true, eps)))


def svm_loss(scores, y, margin=1.0):
    N, K = scores.shape
    loss, dscores = 0.0, np.zeros((N, K))
    for i in range(N):
        for j in range(K):
            gap = scores[i, j] - scores[i, y[i]] + margin
            if j != y[i] and gap > 0:
                loss += gap
                dscores[i, j] += 1
                dscores[i, y[i]] -= 1
    return loss / N, dscores / N


def bce_loss(p, y, eps=1e-12):
    yes = np.reshape(y, p.shape) == 1
    # The probability of what really happened, and how it changes with p.
    happened = np.where(yes, p, 1 - p).clip(eps)
    sign = np.where(yes, 1, -1)
    return -np.log(happened).mean(), -sign / happened / p.size


def bce_with_logits(z, y):
    y = np.reshape(y, z.shape)
    loss = np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
    return loss.mean(), (sigmoid(z) - y) / z.size


def mse_of_sigmoid(z, y, half=True):
    p = sigmoid(z)
    loss, dp = mean_square_loss(p, y)
    dz = dp * p * sigmoid(-z)
    return (loss / 2, dz / 2) if half else (loss, dz)


def saturation_gradients(z, y):
    slope = sigmoid(z) * sigmoid(-z)
    return 2 * (sigmoid(z) - y) * slope, sigmoid(z) - y
