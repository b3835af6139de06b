"""a05, part 3 -- Ada"""

import numpy as np


def sigmoid(z):
    return 0.5 + 0.5 * np.tanh(z / 2)


def logistic_predict(X, w, b):
    return sigmoid(X.dot(w) + b)


def predict_label(p, threshold=0.5):
    return (p >= threshold).astype(int)


def cross_entropy(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))


def train_logistic(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    p = logistic_predict(X, w, b)
    history = [cross_entropy(p, y)]
    for _ in range(steps):
        w, b = w - lr * (p - y) @ X / len(y), b - lr * np.mean(p - y)
        p = logistic_predict(X, w, b)
        history.append(cross_entropy(p, y))
    return w, b, np.array(history)
