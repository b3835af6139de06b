"""Gus, a05"""
import numpy as np


def gd_step(params, grads, lr):
    return tuple(param - lr * grad for param, grad in zip(params, grads))


def mse(X, y, W, b):
    return ((X @ W + b - y) ** 2).mean()


def train_linear(X, y, W0, b0, lr, steps):
    W, b = W0 * 1.0, b0
    history = [mse(X, y, W, b)]
    while len(history) <= steps:
        error = X @ W + b - y
        W, b = gd_step((W, b), (2 / len(y) * (error @ X), 2 * error.mean()), lr)
        history.append(mse(X, y, W, b))
    return W, b, np.array(history)


def cost_surface(X, y, b, w1, w2):
    W = np.stack(np.meshgrid(w1, w2, indexing="ij"), axis=-1)
    return ((W @ X.T + b - y) ** 2).mean(axis=-1)


def gd_trace(grad, w0, lr, steps):
    trace = np.full(steps + 1, w0, dtype=float)
    for step in range(steps):
        trace[step + 1] = trace[step] - lr * grad(trace[step])
    return trace


def gd(grad, w0, lr, tol, max_steps=1000):
    w, steps = w0, 0
    move = lr * grad(w)
    while np.max(np.abs(move)) > tol:
        w = w - move
        steps += 1
    return w, steps


def max_stable_rate(X):
    A = np.hstack([X, np.ones((len(X), 1))])
    return 1 / np.linalg.eigvalsh(A.T @ A / len(A)).max()
