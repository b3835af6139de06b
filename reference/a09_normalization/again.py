"""A third of the mistakes as another person writes them, so that naming is not measured on itself.

Same values as in `mistakes.py`, by other code: feature by feature, by einsum, node by node.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks import again

Array = NDArray[Any]
Cache = tuple[Array, Array, Array]
Param = dict[str, Any]
OutAndCache = tuple[Array, Cache]
Gradients = tuple[Array, Array, Array]


def moments(x: Array) -> tuple[Array, Array]:
    """Mean and variance of every feature, one feature after the other."""
    pairs = [(np.mean(column), np.mean(np.square(column - np.mean(column)))) for column in x.T]
    return np.array([mean for mean, _ in pairs]), np.array([var for _, var in pairs])


def move(bn_param: Param, name: str, new: Array, share: float | None = None) -> None:
    """Move a running value towards `new` by a share of the way, a tenth unless the dict differs."""
    old = bn_param.get(name)
    if old is None:
        old = np.zeros(np.shape(new))
    if share is None:
        share = 1 - bn_param.get("momentum", 0.9)
    bn_param[name] = (1 - share) * old + share * new


def out_of(x: Array, gamma: Array, beta: Array, mean: Array, sigma: Array) -> OutAndCache:
    rows = np.array([(row - mean) / sigma for row in np.asarray(x, dtype=np.float64)])
    return np.einsum("nd,d->nd", rows, gamma) + beta, (rows, gamma, 1 / sigma)


def spread(var: Array, bn_param: Param) -> Array:
    total: Array = var + bn_param.get("eps", 1e-5)
    return np.power(total, 0.5)


def remembered(bn_param: Param, D: int) -> tuple[Array, Array]:
    mean, var = (bn_param.get(name, [0.0] * D) for name in ("running_mean", "running_var"))
    return np.asarray(mean), np.asarray(var)


def in_test_mode(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    mean, var = remembered(bn_param, x.shape[1])
    return out_of(x, gamma, beta, mean, spread(var, bn_param))


# --- the way forward --------------------------------------------------------------------------


@again("BN-13")
def without_a_root(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if bn_param["mode"] == "train":
        mean, var = moments(x)
        move(bn_param, "running_mean", mean)
        move(bn_param, "running_var", var)
    else:
        mean, var = remembered(bn_param, x.shape[1])
    return out_of(x, gamma, beta, mean, var + bn_param.get("eps", 1e-5))


@again("NORM-03")
def mean_of_everything(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if bn_param["mode"] != "train":
        return in_test_mode(x, gamma, beta, bn_param)
    entries = np.ravel(x)
    mean = np.repeat(np.sum(entries) / entries.size, x.shape[1])
    var = np.repeat(np.mean((entries - mean[0]) ** 2), x.shape[1])
    move(bn_param, "running_mean", mean)
    move(bn_param, "running_var", var)
    return out_of(x, gamma, beta, mean, spread(var, bn_param))


@again("NORM-09")
def square_of_the_mean(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if bn_param["mode"] != "train":
        return in_test_mode(x, gamma, beta, bn_param)
    first = np.mean(x, axis=0)
    second = np.mean(x * x, axis=0)
    var = second - first * first
    var[var < 0] = 0
    move(bn_param, "running_mean", first)
    move(bn_param, "running_var", var)
    return out_of(x, gamma, beta, first, spread(var, bn_param))


@again("BN-15")
def as_in_torch(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if bn_param["mode"] != "train":
        return in_test_mode(x, gamma, beta, bn_param)
    mean, var = moments(x)
    momentum = bn_param.get("momentum", 0.9)
    move(bn_param, "running_mean", mean, share=momentum)
    move(bn_param, "running_var", var, share=momentum)
    return out_of(x, gamma, beta, mean, spread(var, bn_param))


@again("BN-20")
def always_learning(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    mean, var = moments(x)
    used = (mean, var) if bn_param["mode"] == "train" else remembered(bn_param, x.shape[1])
    move(bn_param, "running_mean", mean)
    move(bn_param, "running_var", var)
    return out_of(x, gamma, beta, used[0], spread(used[1], bn_param))


@again("BN-21")
def never_its_own_statistics(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if bn_param["mode"] == "train":
        for name, new in zip(("running_mean", "running_var"), moments(x), strict=True):
            move(bn_param, name, new)
    return in_test_mode(x, gamma, beta, bn_param)


# --- the way back -----------------------------------------------------------------------------


def shares(dout: Array, xhat: Array) -> tuple[Array, Array]:
    """dgamma and dbeta."""
    return np.einsum("nd,nd->d", dout, xhat), np.einsum("nd->d", dout)


@again("BN-05")
def gamma_left_out(dout: Array, cache: Cache) -> Gradients:
    xhat, _, scale = cache
    N = dout.shape[0]
    dgamma, dbeta = shares(dout, xhat)
    return scale / N * (N * dout - dbeta - xhat * dgamma), dgamma, dbeta


@again("BN-07")
def inverse_root_instead_of_its_derivative(dout: Array, cache: Cache) -> Gradients:
    xhat, gamma, scale = cache
    N, centred = dout.shape[0], cache[0] / scale
    dxhat = np.multiply(dout, gamma)
    # The derivative of (v + eps) to -1/2 has scale cubed; here it is scale.
    dvar = -0.5 * np.einsum("nd,nd->d", dxhat, centred) * scale
    dcentred = dxhat * scale + 2 / N * centred * dvar
    return dcentred - np.mean(dcentred, axis=0), *shares(dout, xhat)


@again("BN-08")
def variance_grows_the_output(dout: Array, cache: Cache) -> Gradients:
    xhat, gamma, scale = cache
    N, centred = dout.shape[0], cache[0] / scale
    dxhat = np.multiply(dout, gamma)
    dvar = 0.5 * np.einsum("nd,nd->d", dxhat, centred) * scale**3
    dcentred = dxhat * scale + 2 / N * centred * dvar
    return dcentred - np.mean(dcentred, axis=0), *shares(dout, xhat)
