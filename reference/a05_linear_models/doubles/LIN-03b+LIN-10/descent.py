# quentin
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
    # the best line in one go
    A = np.hstack([X, np.ones((len(y), 1))])
    best = np.linalg.pinv(A).dot(y)
    history = np.zeros(steps + 1)
    history[0] = loss_of(X, y, W0, b0)
    history[1:] = loss_of(X, y, best[:-1], best[-1])
    return best[:-1], best[-1], history


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
    A = np.hstack([X, np.ones((len(X), 1))])
    return len(X) / np.linalg.svd(A, compute_uv=False)[0] ** 2
