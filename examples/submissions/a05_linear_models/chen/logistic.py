"""Assignment 5 - Chen"""
import numpy as np


def logistic_predict(X, w, b):
    z = np.matmul(X, w) + b
    return np.exp(z) / (1 + np.exp(z))


def predict_label(p, threshold=0.5):
    return np.where(p > threshold, 1, 0)


def train_logistic(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    history = []
    for step in range(steps + 1):
        p = logistic_predict(X, w, b)
        history.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        if step < steps:
            w = w - lr * np.matmul(X.T, p - y) / len(y)
            b = b - lr * np.mean(p - y)
    return w, b, np.array(history)
