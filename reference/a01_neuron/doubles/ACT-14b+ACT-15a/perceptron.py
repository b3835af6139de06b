# Paul. Took two evenings.
import numpy as np


def perceptron_and(x):
    return np.where(x[:, 0] + x[:, 1] >= 1.5, 1, 0)


def perceptron_or(x):
    return np.where(x[:, 0] + x[:, 1] >= 0.5, 1, 0)


def perceptron_step(w, b, x, y, alpha):
    if y == 1:
        return w + alpha * x, b + alpha
    else:
        return w - alpha * x, b - alpha


def perceptron_train(X, y, alpha=1.0, max_epochs=100):
    w = np.zeros(X.shape[1])
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        wrong = 0
        for i in range(len(X)):
            y_hat = 1 if np.dot(w, X[i]) + b >= 0 else 0
            error = y_hat - y[i]
            if error != 0:
                wrong += 1
                w = w + alpha * error * X[i]
                b = b + alpha * error
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes
