import numpy as np


def perceptron_and(x):
    return np.heaviside(x[:, 0] + x[:, 1] - 1.5, 1)


def perceptron_or(x):
    return np.heaviside(x[:, 0] + x[:, 1] - 0.5, 1)


def perceptron_step(w, b, x, y, alpha):
    # towards the point if it should be 1, away from it if it should be 0
    if y == 1:
        w += alpha * x
        b += alpha
    else:
        w -= alpha * x
        b -= alpha
    return w, b


def perceptron_train(X, y, alpha=1.0, max_epochs=100):
    w = np.zeros(X.shape[1])
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        wrong = 0
        for i in range(len(y)):
            if np.heaviside(X[i] @ w + b, 1) != y[i]:
                wrong += 1
            w, b = perceptron_step(w, b, X[i], y[i], alpha)
        mistakes.append(wrong)
        if wrong == 0:
            return w, b, mistakes
    return w, b, mistakes
