# jonas
import numpy as np


def true_y(education, income):
    return np.array([0.8 * e + 0.003 * i + 2 for e, i in zip(education, income)])


def sample(education, income, noise=0.01, rng=None):
    generator = np.random.default_rng() if rng is None else rng
    shares = generator.normal(1, noise, len(education))
    return shares * true_y(education, income)


def forward(x, W, b):
    predictions = []
    for row in x:
        predictions.append(sum(row * W) + b)
    return np.array(predictions), {"x": x}


def mean_square_loss(h, y):
    errors = h.ravel() - y.ravel()
    return np.mean(errors ** 2), (errors * 2 / len(errors)).reshape(h.shape)


def backward(dout, cache):
    dW = np.zeros(cache["x"].shape[1])
    db = 0.0
    for d, row in zip(dout, cache["x"]):
        dW += d * row
        db += d
    return dW, db


def compute_loss(X, W, b, y=None):
    out, cache = forward(X, W, b)
    if y is not None:
        loss, dout = mean_square_loss(out, y)
        return (loss,) + tuple(backward(dout, cache))
    return out
