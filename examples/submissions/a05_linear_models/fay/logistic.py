# fay
import numpy as np


def logistic_predict(X, w, b):
    z = X.dot(w) + b
    e = np.exp(-abs(z))
    return np.where(z < 0, e, 1) / (1 + e)


def predict_label(p, threshold=0.5):
    return (p >= threshold) * 1


def loss_of(X, y, w, b):
    z = X.dot(w) + b
    return (np.logaddexp(0, z) - y * z).mean()


def train_logistic(X, y, lr, steps):
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        history.append(loss_of(X, y, w, b))
        d = logistic_predict(X, w, b) - y
        w, b = w - lr * X.T.dot(d) / len(y), b - lr * d.mean()
    return w, b, np.array([*history, loss_of(X, y, w, b)])
