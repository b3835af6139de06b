# fay
import numpy as np


def gd_step(params, grads, lr):
    return tuple(p - lr * g for p, g in zip(params, grads)


def train_linear(X, y, W0, b0, lr, steps):
    W, b = W0.astype(float), b0
    history = []
    for _ in range(steps):
        d = X.dot(W) + b - y
        history.append((d * d).mean())
        W, b = gd_step((W, b), (2 * X.T.dot(d) / len(y), 2 * d.mean()), lr)
    d = X.dot(W) + b - y
    return W, b, np.array([*history, (d * d).mean()])


def cost_surface(X, y, b, w1, w2):
    return np.array([[((X.dot([u, v]) + b - y) ** 2).mean() for v in w2] for u in w1])


def gd_trace(grad, w0, lr, steps):
    trace = [w0]
    for _ in range(steps):
        trace.append(trace[-1] - lr * grad(trace[-1]))
    return np.array(trace)


def gd(grad, w0, lr, tol, max_steps=1000):
    w = w0
    for step in range(max_steps):
        move = lr * grad(w)
        w = w - move
        if abs(move).max() <= tol:
            break
    return w, step + 1


def max_stable_rate(X):
    A = np.column_stack([X, np.ones(len(X))])
    return len(X) / np.linalg.eigvalsh(A.T.dot(A)).max()
