# noah: all losses work on my data
import math

import numpy as np


def probability(score):
    if score >= 0:
        return 1 / (1 + math.exp(-score))
    return math.exp(score) / (1 + math.exp(score))


def mean_square_loss(h, y):
    error = h.ravel() - y.ravel()
    loss = 0.5 * np.mean(error * error)
    return loss, (error / len(error)).reshape(h.shape)


def log_softmax(z):
    result = np.zeros(z.shape)
    for i, row in enumerate(z):
        top = max(row)
        result[i] = row - top - math.log(sum(math.exp(s - top) for s in row))
    return result


def softmax(z):
    return np.exp(log_softmax(z))


def softmax_loss(x, y):
    N, K = x.shape
    loss = 0
    dx = np.zeros((N, K))
    logs = log_softmax(x)
    for i in range(N):
        loss -= logs[i, y[i]]
        for k in range(K):
            dx[i, k] = math.exp(logs[i, k])
            if k == y[i]:
                dx[i, k] -= 1
    return loss / N, dx / N


def categorical_ce(P, Y, eps=1e-12):
    total = 0
    for p, label in zip(P, Y):
        total -= math.log(max(p[np.argmax(label)], eps))
    return total / len(P)


def svm_loss(scores, y, margin=1.0):
    N, K = scores.shape
    loss = 0.0
    dscores = np.zeros((N, K))
    for i in range(N):
        for k in range(K):
            if k == y[i]:
                continue
            gap = scores[i, k] - scores[i, y[i]] + margin
            if gap > 0:
                loss += gap
                dscores[i, k] += 1
                dscores[i, y[i]] -= 1
    return loss / N, dscores / N


def bce_loss(p, y, eps=1e-12):
    guess = np.clip(p.ravel(), eps, 1 - eps)
    yes = y.ravel() == 1
    loss = np.mean(np.where(yes, -np.log(guess), -np.log(1 - guess)))
    slope = np.where(yes, -1 / guess, 1 / (1 - guess))
    return loss, (slope / len(guess)).reshape(p.shape)


def bce_with_logits(z, y):
    labels = y.reshape(z.shape)
    p = 1 / (1 + np.exp(-z))
    loss = np.mean(np.maximum(z, 0) - z * labels + np.log1p(np.exp(-np.abs(z))))
    dp = (p - labels) / (p * (1 - p))
    return loss, dp / len(z)


def mse_of_sigmoid(z, y, half=True):
    p = np.array([probability(s) for s in z])
    gap = p - y
    loss, dz = np.mean(gap * gap), 2 * gap * p * (1 - p) / len(z)
    if half:
        return loss / 2, dz / 2
    return loss, dz


def saturation_gradients(z, y):
    p = np.array([probability(s) for s in z])
    error = p - y
    return 2 * error * (p - p * p), error
