"""Batch normalisation of a layer's output: rows are samples, columns are features."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

ANSWERS = {
    "q1": "0.1",
    "q2": "Those of the training images",
    "q3": "gamma is the spread and beta the mean of a unit; a pair for each of the 100 units",
    "q4": "0.1, since in PyTorch the momentum weighs the new value",
    "q5": "In general for all, since they share mean and variance",
}

# BEGIN SOLUTION
Array = NDArray[np.float64]
Cache = tuple[Array, Array, Array]
# END SOLUTION


def batchnorm_forward(
    x: Array, gamma: Array, beta: Array, bn_param: dict[str, Any]
) -> tuple[Array, Cache]:
    """Normalise every feature, then stretch it by gamma and move it by beta.

    x: (N, D)
    gamma, beta: (D,), one pair for each feature
    bn_param: a dict, updated in place in train mode and left alone in test mode:
        mode          "train" or "test"
        eps           added to the variance under the root; 1e-5 if missing
        momentum      weight of the old running values; 0.9 if missing
        running_mean  (D,); zeros if missing
        running_var   (D,); zeros if missing
    returns: out (N, D), cache (whatever batchnorm_backward needs)

    Source: "Deep learning without going down the rabbit holes", part 2, Batch normalization.
    """
    # BEGIN SOLUTION
    momentum, eps = bn_param.get("momentum", 0.9), bn_param.get("eps", 1e-5)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1]))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1]))
    if bn_param["mode"] == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    scale = 1 / np.sqrt(var + eps)
    xhat = (x - mean) * scale
    return gamma * xhat + beta, (xhat, gamma, scale)
    # END SOLUTION


def batchnorm_backward(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """The way back through a batchnorm_forward in train mode.

    dout: gradient of the loss with respect to out (N, D)
    cache: what batchnorm_forward returned
    returns: dx (N, D), dgamma (D,), dbeta (D,)

    Source: "Deep learning without going down the rabbit holes", part 2, Batch normalization.
    """
    # BEGIN SOLUTION
    xhat, gamma, scale = cache
    dxhat = dout * gamma
    # Mean and spread of x take two parts of the gradient away: its mean, and its share along xhat.
    dx = scale * (dxhat - dxhat.mean(axis=0) - xhat * (dxhat * xhat).mean(axis=0))
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)
    # END SOLUTION
