"""Assignment 5 - Chen"""
import numpy as np


def gd_step(params, grads, lr):
    return tuple(p - lr * g for p, g in zip(params, grads))


def loss_of(X, y, W, b):
    return np.mean((np.matmul(X, W) + b - y) ** 2)


def train_linear(X, y, W0, b0, lr, steps):
    W, b = 1.0 * W0, b0
    history = [loss_of(X, y, W, b)]
    for _ in range(steps):
        W = W - lr * 2 * np.matmul(X.T, np.matmul(X, W) + b - y) / len(y)
        b = b - lr * 2 * np.mean(np.matmul(X, W) + b - y)
        history.append(loss_of(X, y, W, b))
    return W, b, np.array(history)


def cost_surface(X, y, b, w1, w2):
    return np.array([[loss_of(X, y, np.array([u, v]), b) for v in w2] for u in w1])


def gd_trace(grad, w0, lr, steps):
    trace = [float(w0)]
    while len(trace) <= steps:
        trace.append(trace[-1] - lr * grad(trace[-1]))
    return np.array(trace)


def gd(grad, w0, lr, tol, max_steps=1000):
    w = w0
    for step in range(1, max_steps + 1):
        new = w - lr * grad(w)
        change = np.max(w - new)
        w = new
        if change < tol:
            return w, step
    return w, max_steps


def max_stable_rate(X):
    hessian = 2 * np.matmul(X.T, X) / len(X)
    return 2 / np.linalg.eigvalsh(hessian).max()
