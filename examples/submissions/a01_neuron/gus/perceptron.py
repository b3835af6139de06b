"""Gus, a01"""
import numpy as np


def perceptron_and(x):
    return np.where(x.sum(axis=1) < 1.5, 0, 1)


def perceptron_or(x):
    return np.where(x.sum(axis=1) < 0.5, 0, 1)


def perceptron_step(w, b, x, y, alpha):
    said = 0 if (w * x).sum() + b < 0 else 1
    return w + alpha * (y - said) * x, b + alpha * (y - said)


def perceptron_train(X, y, alpha=1.0, max_epochs=100):
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    # go on until one whole pass is right
    while not mistakes or mistakes[-1] > 0:
        mistakes.append(0)
        for point, label in zip(X, y):
            said = 0 if (w * point).sum() + b < 0 else 1
            if said != label:
                mistakes[-1] += 1
            w, b = perceptron_step(w, b, point, label, alpha)
    return w, b, mistakes
