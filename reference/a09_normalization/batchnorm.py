"""Batch normalisation of a layer's output; rows are samples, columns are features."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Cache = tuple[Array, Array, Array]


def batchnorm_forward(
    x: Array, gamma: Array, beta: Array, bn_param: dict[str, Any]
) -> tuple[Array, Cache]:
    """Normalise each feature: x (N, D), gamma and beta (D,) -> out (N, D) float64, cache.

    `bn_param` has `mode` ("train" or "test") and may have `eps` (1e-5), `momentum` (0.9, of the
    old value), `running_mean` and `running_var` (D,), zeros at first; train mode updates these two
    in place. The cache holds the normalised x (N, D), gamma and 1 / sqrt(var + eps), both (D,).

    Source: "Deep learning without going down the rabbit holes", part 2, Batch normalization.
    """
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


def batchnorm_backward(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Back through a train-mode forward: dout (N, D) -> dx (N, D), dgamma (D,), dbeta (D,).

    Source: the derivative of "Batch normalization" in "Deep learning without going down the
    rabbit holes", part 2, which the document leaves out.
    """
    xhat, gamma, scale = cache
    dxhat = dout * gamma
    # Mean and spread of x take two parts of the gradient away: its mean, and its share along xhat.
    dx = scale * (dxhat - dxhat.mean(axis=0) - xhat * (dxhat * xhat).mean(axis=0))
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)
