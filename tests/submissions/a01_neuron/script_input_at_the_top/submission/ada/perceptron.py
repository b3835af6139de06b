"""part 2 -- Ada"""

import numpy as np


def predict(x, w, b):
    return int(np.sum(w * x) + b >= 0)


def perceptron_and(x):
    # on the right side only if both are (about) 1
    return np.array([predict(row, np.array([2.0, 2.0]), -3.0) for row in x])


def perceptron_or(x):
    return np.array([predict(row, np.array([2.0, 2.0]), -1.0) for row in x])


def perceptron_step(w, b, x, y, alpha):
    said = predict(x, w, b)
    if said == 1 and y == 0:
        return w - alpha * x, b - alpha
    if said == 0 and y == 1:
        return w + alpha * x, b + alpha
    return w.copy(), b


def perceptron_train(X, y, alpha=1.0, max_epochs=100):
    w = np.zeros(X.shape[1])
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        count = 0
        for i in range(len(X)):
            if predict(X[i], w, b) != y[i]:
                count += 1
                w, b = perceptron_step(w, b, X[i], y[i], alpha)
        mistakes.append(count)
        if count == 0:
            break
    return w, b, mistakes
