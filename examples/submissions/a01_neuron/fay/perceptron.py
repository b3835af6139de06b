# fay
import numpy as np


def perceptron_and(x):
    return (x.dot(np.array([1, 1])) >= 1.5) * 1


def perceptron_or(x):
    return (x.dot(np.array([1, 1])) >= 0.5) * 1


def perceptron_step(w, b, x, y, alpha):
    error = y - (1 if x.dot(w) + b >= 0 else 0)
    return w + alpha * error * x, b + alpha * error


def perceptron_train(X, y, alpha=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        before = 0
        for point, label in zip(X, y):
            before += abs(int(label) - (1 if point.dot(w) + b >= 0 else 0))
            w, b = perceptron_step(w, b, point, label, alpha)
        mistakes.append(before)
        if before == 0:
            break
    return w, b, mistakes
