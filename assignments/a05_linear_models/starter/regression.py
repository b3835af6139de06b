"""Part 1 of 3: linear regression, from the data to the gradients.

Rows are people (or examples): X has the shape (N, D), and there are N targets.
Never change an array that you were given; return new ones.
"""

import numpy as np

# The questions of the handout: write the letter of your answer between the quotation marks.
ANSWERS = {
    "q1": "",
    "q2": "",
    "q3": "",
    "q4": "",
    "q5": "",
}


def true_y(education, income):
    """What the oracle says: 0.8 education + 0.003 income + 2.

    education: years of school (N,); income: per month (N,).
    Returns the number of dates (N,).

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    raise NotImplementedError


def sample(education, income, noise=0.01, rng=None):
    """What people report: the truth, off by a random share of itself.

    education, income: (N,). noise: the standard deviation of the share, 0.01 for 1%.
    rng: a numpy.random.Generator; take exactly one standard normal number a row from it, in the
    order of the rows. Where rng is None, make a generator of your own.
    Returns truth * (1 + noise * normal), (N,).

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    raise NotImplementedError


def forward(x, W, b):
    """The model: every row times the weights, plus the bias.

    x: (N, D); W: (D,); b: a number.
    Returns (out, cache): out (N,), and in cache whatever your backward needs.

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    raise NotImplementedError


def mean_square_loss(h, y):
    """The mean of the squared gaps, and its derivative by every prediction.

    h: N predictions; y: N targets. Each may have the shape (N,) or (N, 1).
    Returns (loss, dout): a number, and an array of the shape of h.

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    raise NotImplementedError


def backward(dout, cache):
    """The derivative of the cost by W and by b, from its derivative by out.

    dout: (N,); cache: what your forward returned.
    Returns (dW, db): (D,) and a number.

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    raise NotImplementedError


def compute_loss(X, W, b, y=None):
    """The model and the loss in one.

    X: (N, D); W: (D,); b: a number; y: N targets, or None.
    Returns the predictions (N,) if y is None, else (loss, dW, db).

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    raise NotImplementedError
