# a03, Ben
import numpy as np

ANSWERS = {"q1": "b", "q2": "d", "q3": "c", "q4": "d", "q5": "b", "q6": "b", "q7": "a", "q8": "a"}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def mean_square_loss(h, y):
    N = h.shape[0]
    loss = np.sum((h - y) ** 2) / N
    dout = 2 * (h - y) / N
    return loss, dout


def softmax(z):
    e = np.exp(z)
    return e / np.sum(e, axis=1, keepdims=True)


def log_softmax(z):
    return np.log(softmax(z))


def softmax_loss(x, y):
    N = x.shape[0]
    probs = softmax(x)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    return loss, dx


def categorical_ce(P, Y, eps=1e-12):
    return -np.mean(Y * np.log(P + eps))


def svm_loss(scores, y, margin=1.0):
    N = scores.shape[0]
    correct = scores[np.arange(N), y].reshape(N, 1)
    margins = np.maximum(0, scores - correct + margin)
    loss = np.sum(margins) / N
    # true class: push up by one
    dscores = (margins > 0).astype(float)
    dscores[np.arange(N), y] = -1
    return loss, dscores / N


def bce_loss(p, y, eps=1e-12):
    N = p.shape[0]
    loss = -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / N
    dp = (-y / p + (1 - y) / (1 - p)) / N
    return loss, dp


def bce_with_logits(z, y):
    p = sigmoid(z)
    loss, dp = bce_loss(p, y)
    return loss, dp


def mse_of_sigmoid(z, y, half=True):
    p = sigmoid(z)
    N = z.shape[0]
    loss = np.sum((p - y) ** 2) / N
    dz = 2 * (p - y) * p * (1 - p) / N
    if half:
        loss = loss / 2
        dz = dz / 2
    return loss, dz


def saturation_gradients(z, y):
    p = sigmoid(z)
    return 2 * (p - y) * p * (1 - p), p - y
