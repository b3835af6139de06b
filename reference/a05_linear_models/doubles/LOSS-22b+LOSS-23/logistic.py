# leo
import numpy as np


def logistic_predict(X, w, b):
    return (1 + np.tanh((X.dot(w) + b) / 2)) / 2


def predict_label(p, threshold=0.5):
    return np.array([1 if each >= threshold else 0 for each in p])


def cost(X, y, w, b):
    score = X.dot(w) + b
    return np.mean(np.where(y == 1, np.logaddexp(0, -score), np.logaddexp(0, score)))


def train_logistic(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    losses = [cost(X, y, w, b)]
    for _ in range(steps):
        error = logistic_predict(X, w, b) - y
        w, b = w - lr * error.dot(X) / len(y), b - lr * error.mean()
        losses.append(cost(X, y, w, b))
    return w, b, np.array(losses)
