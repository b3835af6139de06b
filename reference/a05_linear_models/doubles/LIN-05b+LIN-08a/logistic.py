# noah
import numpy as np


def logistic_predict(X, w, b):
    z = X @ w + b
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def predict_label(p, threshold=0.5):
    return np.where(p >= threshold, 1, 0)


def train_logistic(X, y, lr, steps):
    N, D = X.shape
    w, b = np.zeros(D), 0.0
    history = []
    for i in range(steps + 1):
        z = X @ w + b
        history.append(np.mean(np.logaddexp(0, z) - y * z))
        if i == steps:
            break
        dz = (logistic_predict(X, w, b) - y) / N
        w = w - lr * X.T @ dz
        b = b - lr * np.sum(dz)
    return w, b, np.array(history)
