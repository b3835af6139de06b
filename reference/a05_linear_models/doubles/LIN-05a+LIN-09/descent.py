# Mia
import numpy as np


def gd_step(params, grads, lr):
    new = []
    for index in range(len(params)):
        new.append(params[index] - lr * grads[index])
    return tuple(new)


def loss_of(X, y, W, b):
    errors = X.dot(W) + b - y
    return errors.dot(errors) / len(errors)


def slopes(X, y, W, b):
    errors = X.dot(W) + b - y
    return errors.dot(X) * 2 / len(y), errors.sum() * 2 / len(y)


def train_linear(X, y, W0, b0, lr, steps):
    W, b = W0 * 1.0, b0 * 1.0
    history = np.zeros(steps + 1)
    history[0] = loss_of(X, y, W, b)
    for k in range(1, steps + 1):
        dW, db = slopes(X, y, W, b)
        W = W - lr * dW
        b = b - lr * db
        history[k] = loss_of(X, y, W, b)
    return W, b, history


def cost_surface(X, y, b, w1, w2):
    grid = np.empty((len(w1), len(w2)))
    for i, first in enumerate(w1):
        rest = y - b - first * X[:, 0]
        grid[i] = np.mean((np.outer(w2, X[:, 1]) - rest) ** 2, axis=1)
    return grid


def gd_trace(grad, w0, lr, steps):
    trace = np.full(steps + 1, float(w0))
    for k in range(steps):
        trace[k + 1] = trace[k] - lr * grad(trace[k])
    return trace


def gd(grad, w0, lr, tol, max_steps=1000):
    w, count, moved = w0 * 1.0, 0, np.inf
    while count < max_steps and np.max(moved) > tol:
        new = w - lr * grad(w)
        moved = np.abs(new - w)
        w, count = new, count + 1
    return w, count


def max_stable_rate(X):
    # lr < 2 / lambda
    A = np.hstack([X, np.ones((len(X), 1))])
    steepest = np.linalg.eigvalsh(A.T.dot(A) / len(X)).max()
    return 2 / steepest
