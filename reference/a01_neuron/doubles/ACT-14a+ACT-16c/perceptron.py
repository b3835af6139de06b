# olga
import numpy as np


def says(w, b, point):
    total = b
    for weight, value in zip(w, point):
        total = total + weight * value
    return int(total >= 0)


def perceptron_and(x):
    return np.array([1 if first == 1 and second == 1 else 0 for first, second in x])


def perceptron_or(x):
    return np.array([says([1, 1], -0.5, row) for row in x])


def perceptron_step(w, b, x, y, alpha):
    answer = says(w, b, x)
    if answer == y:
        return w, b
    if answer == 1:
        return w + alpha * x, b + alpha
    return w - alpha * x, b - alpha


def perceptron_train(X, y, alpha=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    while len(mistakes) < max_epochs:
        count = 0
        for point, label in zip(X, y):
            count += says(w, b, point) != label
            w, b = perceptron_step(w, b, point, label, alpha)
        mistakes.append(int(count))
        if not count:
            return w, b, mistakes
    return w, b, mistakes
