# Ben, assignment 1
import numpy as np


def perceptron_and(x):
    return np.where(x[:, 0] + x[:, 1] - 1.5 >= 0, 1, 0)


def perceptron_or(x):
    return np.where(x[:, 0] + x[:, 1] - 0.5 >= 0, 1, 0)


def perceptron_step(w, b, x, y, alpha):
    y_hat = 1 if np.dot(w, x) + b >= 0 else 0
    if y_hat == 1 and y == 0:
        w = w - alpha * x
        b = b - alpha
    elif y_hat == 0 and y == 1:
        w = w + alpha * x
        b = b + alpha
    return w, b


def perceptron_train(X, y, alpha=1.0, max_epochs=100):
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    for epoch in range(max_epochs):
        wrong = 0
        for xi, yi in zip(X, y):
            y_hat = 1 if np.dot(w, xi) + b >= 0 else 0
            if y_hat != yi:
                wrong = wrong + 1
            w, b = perceptron_step(w, b, xi, yi, alpha)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes
