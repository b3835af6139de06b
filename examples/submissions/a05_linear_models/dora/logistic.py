import numpy as np


def logistic_predict(X, w, b):
    z = X @ w + b
    return 1 / (1 + np.exp(-z))


def predict_label(p, threshold=0.5):
    return p >= threshold


def train_logistic(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    history = []
    for _ in range(steps):
        p = logistic_predict(X, w, b)
        history.append(np.mean((p - y) ** 2))
        dz = 2 * (p - y) * p * (1 - p) / len(y)
        w = w - lr * X.T @ dz
        b = b - lr * dz.sum()
    return w, b, np.array(history)
