# Sheet 5, Iris
import numpy as np


def gd_step(params, grads, lr):
    return tuple(p + lr * g for p, g in zip(params, grads))


def train_linear(X, y, W0, b0, lr, steps):
    W, b = np.array(W0, dtype=float), float(b0)
    history = []
    for i in range(steps):
        diff = X @ W + b - y
        W, b = gd_step((W, b), (2 * np.mean(X * diff[:, None], axis=0), 2 * np.mean(diff)), lr)
        history.append(np.mean((X @ W + b - y) ** 2))
    return W, b, np.array(history)


def cost_surface(X, y, b, w1, w2):
    J = np.zeros((len(w1), len(w2)))
    for i in range(len(w1)):
        for j in range(len(w2)):
            h = X[:, 0] * w1[i] + X[:, 1] * w2[j] + b
            J[i, j] = np.mean((h - y) ** 2)
    return J


def gd_trace(grad, w0, lr, steps):
    w = float(w0)
    trace = [w]
    for i in range(steps):
        w = w - lr * grad(w)
        trace.append(w)
    return np.array(trace)


def gd(grad, w0, lr, tol, max_steps=1000):
    w = np.asarray(w0, dtype=float)
    for step in range(max_steps):
        change = lr * grad(w)
        w = w - change
        if np.all(np.abs(change) <= tol):
            return w, step + 1
    return w, max_steps


def max_stable_rate(X):
    N = len(X)
    A = np.column_stack((X, np.ones(N)))
    H = 2 / N * A.T @ A
    return 2 / np.max(np.linalg.eigvalsh(H))
