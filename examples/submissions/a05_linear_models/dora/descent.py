import numpy as np


def gd_step(params, grads, lr):
    return tuple(p + lr * g for p, g in zip(params, grads))


def train_linear(X, y, W0, b0, lr, steps):
    # converges much better with scaled features
    X = X / np.max(np.abs(X), axis=0)
    W, b = W0.astype(float), b0
    history = []
    for _ in range(steps):
        diff = X @ W + b - y
        history.append(np.mean(diff ** 2))
        W = W - lr * 2 * X.T @ diff / len(y)
        b = b - lr * 2 * diff.mean()
    history.append(np.mean((X @ W + b - y) ** 2))
    return W, b, np.array(history)


def cost_surface(X, y, b, w1, w2):
    w1, w2 = np.meshgrid(w1, w2)
    return np.mean((w1[..., None] * X[:, 0] + w2[..., None] * X[:, 1] + b - y) ** 2, axis=-1)


def gd_trace(grad, w0, lr, steps):
    trace = []
    w = w0
    for _ in range(steps):
        w = w - lr * grad(w)
        trace.append(w)
    return np.array(trace)


def gd(grad, w0, lr, tol, max_steps=1000):
    w = w0
    for step in range(max_steps):
        old = w
        w = w - lr * grad(w)
        if np.linalg.norm(w - old) < tol:
            break
    return w


def max_stable_rate(X):
    A = np.c_[X, np.ones(len(X))]
    return 2 / np.linalg.eigvalsh(A.T @ A / len(X)).max()
