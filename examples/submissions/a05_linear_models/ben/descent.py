# Ben
import numpy as np


def gd_step(params, grads, lr):
    for p, g in zip(params, grads):
        p -= lr * g
    return params


def train_linear(X, y, W0, b0, lr, steps):
    W, b = W0, b0
    N = X.shape[0]
    history = []
    for i in range(steps):
        out = X.dot(W) + b
        history.append(np.sum(np.square(out - y)) / N)
        dout = 2 * (out - y) / N
        W -= lr * X.T.dot(dout)
        b -= lr * np.sum(dout)
    return W, b, np.array(history)


def cost_surface(X, y, b, w1, w2):
    cost = np.zeros((len(w2), len(w1)))
    for i in range(len(w1)):
        for j in range(len(w2)):
            out = X.dot(np.array([w1[i], w2[j]])) + b
            cost[j, i] = np.mean(np.square(out - y))
    return cost


def gd_trace(grad, w0, lr, steps):
    w = w0
    trace = [w]
    for i in range(steps):
        w = w - lr * grad(w)
        trace.append(w)
    return np.array(trace)


def gd(grad, w0, lr, tol, max_steps=1000):
    w = w0
    for i in range(max_steps):
        dw = grad(w)
        w = w - lr * dw
        if np.max(np.abs(lr * dw)) <= tol:
            break
    return w, i + 1


def max_stable_rate(X):
    # no idea
    raise NotImplementedError
