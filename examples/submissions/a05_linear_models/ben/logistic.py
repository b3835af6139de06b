# Ben
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def logistic_predict(X, w, b):
    return sigmoid(X.dot(w) + b)


def predict_label(p, threshold=0.5):
    return np.where(p > 0, 1, 0)


def train_logistic(X, y, lr, steps):
    N = X.shape[0]
    w = np.zeros(X.shape[1])
    b = 0.0
    history = []
    for i in range(steps + 1):
        p = logistic_predict(X, w, b)
        history.append(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / N)
        if i < steps:
            w = w - lr * X.T.dot(p - y) / N
            b = b - lr * np.sum(p - y) / N
    return w, b, np.array(history)
