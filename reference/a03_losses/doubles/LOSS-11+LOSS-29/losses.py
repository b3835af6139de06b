# Paul. Took two evenings.
import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def mean_square_loss(h, y):
    N = h.shape[0]
    diff = h - y.reshape(h.shape)
    loss = np.sum(diff ** 2) / N
    dout = 2 * diff / N
    return loss, dout


def softmax(z):
    shifted = z - np.max(z, axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=1, keepdims=True)


def log_softmax(z):
    shifted = z - np.max(z, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


def softmax_loss(x, y):
    N = x.shape[0]
    log_probs = log_softmax(x)
    bits = -log_probs[np.arange(N), y] / np.log(2)
    dx = np.exp(log_probs)
    dx[np.arange(N), y] -= 1
    return np.mean(bits), dx / N


def categorical_ce(P, Y, eps=1e-12):
    N = P.shape[0]
    return -np.sum(Y * np.log(np.clip(P, eps, 1))) / N


def svm_loss(scores, y, margin=1.0):
    N = scores.shape[0]
    right = scores[np.arange(N), y].reshape(N, 1)
    margins = np.maximum(0, scores - right + margin)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N
    dscores = (margins > 0).astype(float)
    dscores[np.arange(N), y] = -np.sum(dscores, axis=1)
    return loss, dscores / N


def bce_loss(p, y, eps=1e-12):
    N = p.shape[0]
    y = y.reshape(p.shape)
    p = np.clip(p, eps, 1 - eps)
    loss = -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / N
    dp = (-y / p + (1 - y) / (1 - p)) / N
    return loss, dp


def bce_with_logits(z, y):
    N = z.shape[0]
    y = y.reshape(z.shape)
    loss = np.sum(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))) / N
    return loss, (sigmoid(z) - y) / N


def mse_of_sigmoid(z, y, half=True):
    N = z.shape[0]
    p = sigmoid(z)
    c = 0.5 if half else 1.0
    loss = c * np.sum((p - y) ** 2) / N
    dz = c * 2 * (p - y) * p * (1 - p) / N
    return loss, dz


def saturation_gradients(z, y):
    p = sigmoid(z)
    return 2 * (p - y) * p * (1 - p), p - y
