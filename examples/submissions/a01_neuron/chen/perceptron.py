"""Assignment 1 - Chen"""
import numpy as np


def perceptron_and(x):
    both = (x[:, 0] == 1) & (x[:, 1] == 1)
    return both.astype(int)


def perceptron_or(x):
    w, b = np.array([1.0, 1.0]), -0.5
    return (x @ w + b > 0).astype(int)


def perceptron_step(w, b, x, y, alpha):
    prediction = int(np.dot(w, x) + b >= 0)
    error = prediction - y
    return w + alpha * error * x, b + alpha * error


def perceptron_train(X, y, alpha=1.0, max_epochs=100):
    w = np.zeros(X.shape[1])
    b = 0.0
    mistakes = []
    for _ in range(max_epochs):
        wrong = 0
        for i in range(X.shape[0]):
            wrong += int(int(np.dot(w, X[i]) + b >= 0) != y[i])
            w, b = perceptron_step(w, b, X[i], y[i], alpha)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes
