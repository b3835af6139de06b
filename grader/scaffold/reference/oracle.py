"""The same functions from another source, so that the reference is checked as well."""

import numpy as np

from grader.checks import oracle

WITHOUT_ORACLE = {"$part.train": "its steps are those of loss, which has an oracle"}
"""What no independent source computes, and why that is no loss."""

H = 1e-30


@oracle("$part.probability")
def probability(x, w, b):
    """The sigmoid is half a hyperbolic tangent."""
    return (1 + np.tanh((x @ w + b) / 2)) / 2


@oracle("$part.loss")
def loss(x, y, w, b):
    """The gradient by complex steps: exact to the last digits, without the chain rule."""

    def cost(w, b):
        signs = 2 * np.asarray(y) - 1
        return np.mean(np.log(1 + np.exp(-signs * (x @ w + b))))

    dw = np.array([cost(w + 1j * H * axis, b).imag / H for axis in np.eye(len(w))])
    return cost(w, b), dw, cost(w, b + 1j * H).imag / H


@oracle("$part.predict")
def predict(x, w, b):
    """A probability is above one half where the score is above zero."""
    return (x @ w + b > 0).astype(int)
