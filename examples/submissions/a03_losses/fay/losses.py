import numpy as np

ANSWERS = {"q1": "b", "q2": "d", "q3": "c", "q4": "d", "q5": "b", "q6": "b", "q7": "a", "q8": "c"}


def mean_square_loss(h, y):
    diff = h - y.reshape(h.shape)
    loss = np.mean(diff ** 2)
    dout = 2 * diff / len(h)
    return loss, dout


def softmax(z):
    z = z - np.max(z, axis=1, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=1, keepdims=True)


def log_softmax(z):
    z = z - np.max(z, axis=1, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=1, keepdims=True)


def softmax_loss(x, y):
    N = x.shape[0]
    logp = log_softmax(x)
    loss = -np.mean(logp[np.arange(N), y])
    dx = np.exp(logp)
    dx[np.arange(N), y] -= 1
    return loss, dx / N
