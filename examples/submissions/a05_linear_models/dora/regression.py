import numpy as np

ANSWERS = {"q1": "B", "q2": "b", "q3": ""}


def true_y(education, income):
    return education * 0.8 + income * 0.003 + 2


def sample(education, income, noise=0.01, rng=None):
    rng = rng or np.random.default_rng()
    dates = true_y(education, income)
    return dates * rng.normal(1, size=len(dates))


def forward(x, W, b):
    return x @ W + b, (x, W, b)


def mean_square_loss(h, y):
    diff = h - y
    return (diff ** 2).sum() / len(h), 2 * diff / len(h)


def backward(dout, cache):
    x, W, b = cache
    return x.T @ dout, dout


def compute_loss(X, W, b, y=None):
    h, cache = forward(X, W, b)
    if y is None:
        return h
    loss, dout = mean_square_loss(h, y)
    dW, db = backward(dout, cache)
    return loss, dW, db
