"""The wrong versions that students really write, and what to say about each.

Every function is run in place of the one it is `of`, so it needs nothing but this file.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks import mistake

Array = NDArray[np.float64]
Cache = tuple[Array, Array, Array]
Param = dict[str, Any]
OutAndCache = tuple[Array, Cache]
Gradients = tuple[Array, Array, Array]

CATALOGUE = ("NORM-03", "NORM-08 .. NORM-09", "BN-01 .. BN-22")
"""The mistakes of the catalogue that these two functions can have."""
BATCHNORM = "Deep learning without going down the rabbit holes, part 2, Batch normalization"


# --- right ones, for the wrong versions to build on -------------------------------------------


def eps_of(bn_param: Param) -> float:
    return float(bn_param.get("eps", 1e-5))


def is_training(bn_param: Param) -> bool:
    return bool(bn_param["mode"] == "train")


def running(bn_param: Param, D: int) -> tuple[Array, Array]:
    zeros = np.zeros(D)
    return bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)


def remember(bn_param: Param, mean: Array, var: Array) -> None:
    """Move the running values towards those of the batch."""
    old_mean, old_var = running(bn_param, len(mean))
    momentum = bn_param.get("momentum", 0.9)
    bn_param["running_mean"] = momentum * old_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * old_var + (1 - momentum) * var


def statistics(x: Array, bn_param: Param) -> tuple[Array, Array]:
    """Mean and variance to normalise with; in train mode they are remembered, too."""
    if not is_training(bn_param):
        return running(bn_param, x.shape[1])
    mean, var = x.mean(axis=0), x.var(axis=0)
    remember(bn_param, mean, var)
    return mean, var


def normalised(x: Array, mean: Array, scale: Array, gamma: Array, beta: Array) -> OutAndCache:
    xhat = (x - mean) * scale
    return gamma * xhat + beta, (xhat, gamma, scale)


def forward(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    mean, var = statistics(x, bn_param)
    return normalised(x, mean, 1 / np.sqrt(var + eps_of(bn_param)), gamma, beta)


def backward(dout: Array, cache: Cache) -> Gradients:
    xhat, gamma, scale = cache
    dxhat = dout * gamma
    dx = scale * (dxhat - dxhat.mean(axis=0) - xhat * (dxhat * xhat).mean(axis=0))
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)


# --- BN-09, 12 to 14, 22, NORM-03, 08, 09: the way forward ------------------------------------


@mistake(
    "BN-09",
    of="batchnorm.batchnorm_forward",
    hint="In a batch of two the samples become ±0.71 instead of ±1: is the variance divided by N, "
    "or by N - 1?",
    source=BATCHNORM,
)
def variance_of_a_sample(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if not is_training(bn_param):
        return forward(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
    remember(bn_param, mean, var)
    return normalised(x, mean, 1 / np.sqrt(var + eps_of(bn_param)), gamma, beta)


@mistake(
    "BN-12",
    of="batchnorm.batchnorm_forward",
    hint="Each row of your normalised x has mean 0, and the columns have not: along which axis do "
    "the samples of a batch lie?",
    source=BATCHNORM,
)
def statistics_of_a_row(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if not is_training(bn_param):
        return forward(x, gamma, beta, bn_param)
    remember(bn_param, x.mean(axis=0), x.var(axis=0))
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    return normalised(x, mean, 1 / np.sqrt(var + eps_of(bn_param)), gamma, beta)


@mistake(
    "BN-13",
    of="batchnorm.batchnorm_forward",
    hint="The spread of each normalised feature is one over its old spread: does one divide by the "
    "variance?",
    source=BATCHNORM,
)
def division_by_the_variance(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    mean, var = statistics(x, bn_param)
    return normalised(x, mean, 1 / (var + eps_of(bn_param)), gamma, beta)


@mistake(
    "BN-14",
    of="batchnorm.batchnorm_forward",
    hint="Right to five digits or so, and far off for a feature that hardly varies: is eps added "
    "to the variance, or to its root?",
    source=BATCHNORM,
)
def eps_beside_the_root(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    mean, var = statistics(x, bn_param)
    return normalised(x, mean, 1 / (np.sqrt(var) + eps_of(bn_param)), gamma, beta)


@mistake(
    "BN-22",
    of="batchnorm.batchnorm_forward",
    hint="The first feature is right, and all others are stretched and moved like it: how many "
    "pairs of gamma and beta has a layer?",
    source=BATCHNORM,
)
def one_pair_for_the_layer(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    return forward(x, np.full_like(gamma, gamma[0]), np.full_like(beta, beta[0]), bn_param)


@mistake(
    "NORM-03",
    of="batchnorm.batchnorm_forward",
    hint="Only the batch as a whole has mean 0 and spread 1: how many means has a batch of D "
    "features?",
    source=BATCHNORM,
)
def one_mean_for_all(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if not is_training(bn_param):
        return forward(x, gamma, beta, bn_param)
    mean, var = np.full(x.shape[1], x.mean()), np.full(x.shape[1], x.var())
    remember(bn_param, mean, var)
    return normalised(x, mean, 1 / np.sqrt(var + eps_of(bn_param)), gamma, beta)


@mistake(
    "NORM-08",
    of="batchnorm.batchnorm_forward",
    hint="The values are right, but afterwards the caller's x has mean 0: which line "
    "writes into x?",
    source=BATCHNORM,
)
def centred_in_place(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    mean, var = statistics(x, bn_param)
    x -= mean
    return normalised(x, np.zeros_like(mean), 1 / np.sqrt(var + eps_of(bn_param)), gamma, beta)


@mistake(
    "NORM-09",
    of="batchnorm.batchnorm_forward",
    hint="For a feature far from 0 nothing is left of its variance: what becomes of the difference "
    "of two numbers of 17 digits each?",
    source=BATCHNORM,
)
def variance_as_a_difference(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if not is_training(bn_param):
        return forward(x, gamma, beta, bn_param)
    mean = x.mean(axis=0)
    var = np.maximum((x**2).mean(axis=0) - mean**2, 0)
    remember(bn_param, mean, var)
    return normalised(x, mean, 1 / np.sqrt(var + eps_of(bn_param)), gamma, beta)


# --- BN-15 to 21: the memory ------------------------------------------------------------------


def forward_remembering(
    x: Array, gamma: Array, beta: Array, bn_param: Param, mean: Array, var: Array
) -> OutAndCache:
    """Right values out, while the running values move towards `mean` and `var`."""
    out = forward(x, gamma, beta, dict(bn_param))
    if is_training(bn_param):
        remember(bn_param, mean, var)
    return out


@mistake(
    "BN-15",
    of="batchnorm.batchnorm_forward",
    hint="After the first batch your running values are 9 times too large: does momentum weigh the "
    "old value here, or the new one as in PyTorch?",
    source=BATCHNORM,
)
def momentum_of_the_new_value(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if not is_training(bn_param):
        return forward(x, gamma, beta, bn_param)
    swapped = {**bn_param, "momentum": 1 - bn_param.get("momentum", 0.9)}
    out = forward(x, gamma, beta, swapped)
    bn_param["running_mean"] = swapped["running_mean"]
    bn_param["running_var"] = swapped["running_var"]
    return out


@mistake(
    "BN-16",
    of="batchnorm.batchnorm_forward",
    hint="What you add to the running variance is N/(N-1) times too large: PyTorch stores it like "
    "that, what does the handout say?",
    source=BATCHNORM,
)
def unbiased_running_variance(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    N = len(x)
    var = x.var(axis=0) * N / max(N - 1, 1)
    return forward_remembering(x, gamma, beta, bn_param, x.mean(axis=0), var)


@mistake(
    "BN-17",
    of="batchnorm.batchnorm_forward",
    hint="Your running_var collects square roots of variances: what does test mode take the root "
    "of?",
    source=BATCHNORM,
)
def running_spread(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    return forward_remembering(x, gamma, beta, bn_param, x.mean(axis=0), x.std(axis=0))


@mistake(
    "BN-18",
    of="batchnorm.batchnorm_forward",
    hint="After your function has returned, the caller's bn_param is what it was before: in which "
    "dict are your running values?",
    source=BATCHNORM,
)
def running_values_in_a_copy(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    return forward(x, gamma, beta, dict(bn_param))


@mistake(
    "BN-19",
    of="batchnorm.batchnorm_forward",
    hint="In test mode the answer for a sample depends on its neighbours: whose mean and variance "
    "are used there?",
    source=BATCHNORM,
)
def test_mode_by_the_batch(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    if is_training(bn_param):
        return forward(x, gamma, beta, bn_param)
    return forward(x, gamma, beta, {**bn_param, "mode": "train"})


@mistake(
    "BN-20",
    of="batchnorm.batchnorm_forward",
    hint="A call in test mode moves the running values: when is there something to learn from a "
    "batch?",
    source=BATCHNORM,
)
def test_mode_that_remembers(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    out = forward(x, gamma, beta, bn_param)
    if not is_training(bn_param):
        remember(bn_param, x.mean(axis=0), x.var(axis=0))
    return out


@mistake(
    "BN-21",
    of="batchnorm.batchnorm_forward",
    hint="Your first batch in train mode does not come out with mean 0 and spread 1: are the "
    "running values meant for training?",
    source=BATCHNORM,
)
def train_mode_by_memory(x: Array, gamma: Array, beta: Array, bn_param: Param) -> OutAndCache:
    statistics(x, bn_param)
    return forward(x, gamma, beta, {**bn_param, "mode": "test"})


# --- BN-01 to 08, 10, 11: the way back --------------------------------------------------------


@mistake(
    "BN-01",
    of="batchnorm.batchnorm_backward",
    hint="dx takes mean and variance for constants: what else moves when one entry of x does?",
    source=BATCHNORM,
)
def constant_statistics(dout: Array, cache: Cache) -> Gradients:
    _, gamma, scale = cache
    return dout * gamma * scale, *backward(dout, cache)[1:]


@mistake(
    "BN-02",
    of="batchnorm.batchnorm_backward",
    hint="The columns of dx do not sum to 0, though moving a whole feature changes nothing: which "
    "way does x take through the mean?",
    source=BATCHNORM,
)
def no_way_through_the_mean(dout: Array, cache: Cache) -> Gradients:
    xhat, gamma, scale = cache
    dxhat = dout * gamma
    dx = scale * (dxhat - xhat * (dxhat * xhat).mean(axis=0))
    return dx, *backward(dout, cache)[1:]


@mistake(
    "BN-03",
    of="batchnorm.batchnorm_backward",
    hint="The columns of dx times the normalised x do not sum to 0, though stretching a feature "
    "changes nothing: which way does x take through the variance?",
    source=BATCHNORM,
)
def no_way_through_the_variance(dout: Array, cache: Cache) -> Gradients:
    _, gamma, scale = cache
    dxhat = dout * gamma
    return scale * (dxhat - dxhat.mean(axis=0)), *backward(dout, cache)[1:]


@mistake(
    "BN-04",
    of="batchnorm.batchnorm_backward",
    hint="What mean and variance take away from dx is N times too large: by what do they divide?",
    source=BATCHNORM,
)
def sums_for_means(dout: Array, cache: Cache) -> Gradients:
    xhat, gamma, scale = cache
    dxhat = dout * gamma
    dx = scale * (dxhat - dxhat.sum(axis=0) - xhat * (dxhat * xhat).sum(axis=0))
    return dx, *backward(dout, cache)[1:]


@mistake(
    "BN-05",
    of="batchnorm.batchnorm_backward",
    hint="Each column of dx is 1/gamma times what it should be: what lies between out and the "
    "normalised x?",
    source=BATCHNORM,
)
def dx_without_gamma(dout: Array, cache: Cache) -> Gradients:
    return backward(dout, cache)[0] / cache[1], *backward(dout, cache)[1:]


@mistake(
    "BN-06",
    of="batchnorm.batchnorm_backward",
    hint="Each column of dx is too large by the spread of its feature: what was x divided by?",
    source=BATCHNORM,
)
def dx_without_the_spread(dout: Array, cache: Cache) -> Gradients:
    return backward(dout, cache)[0] / cache[2], *backward(dout, cache)[1:]


@mistake(
    "BN-06-SQUARED",
    of="batchnorm.batchnorm_backward",
    hint="Each column of dx is divided by the spread of its feature twice: where was it done "
    "first?",
    source=BATCHNORM,
)
def dx_with_the_spread_twice(dout: Array, cache: Cache) -> Gradients:
    return backward(dout, cache)[0] * cache[2], *backward(dout, cache)[1:]


@mistake(
    "BN-07",
    of="batchnorm.batchnorm_backward",
    hint="The way through the variance has the wrong power: what is the derivative of "
    "(v + eps) to the power -1/2?",
    source=BATCHNORM,
)
def power_of_the_root(dout: Array, cache: Cache) -> Gradients:
    xhat, gamma, scale = cache
    dxhat = dout * gamma
    through_variance = xhat * (dxhat * xhat).mean(axis=0) / scale**2
    dx = scale * (dxhat - dxhat.mean(axis=0) - through_variance)
    return dx, *backward(dout, cache)[1:]


@mistake(
    "BN-08",
    of="batchnorm.batchnorm_backward",
    hint="The way through the variance has the wrong sign: does a larger variance make the output "
    "larger or smaller?",
    source=BATCHNORM,
)
def sign_of_the_variance(dout: Array, cache: Cache) -> Gradients:
    xhat, gamma, scale = cache
    dxhat = dout * gamma
    dx = scale * (dxhat - dxhat.mean(axis=0) + xhat * (dxhat * xhat).mean(axis=0))
    return dx, *backward(dout, cache)[1:]


@mistake(
    "BN-10",
    of="batchnorm.batchnorm_backward",
    hint="dgamma is the sum of dout times something else than the normalised x: what does gamma "
    "multiply?",
    source=BATCHNORM,
)
def dgamma_of_the_centred_x(dout: Array, cache: Cache) -> Gradients:
    xhat, _, scale = cache
    dx, _, dbeta = backward(dout, cache)
    return dx, (dout * xhat / scale).sum(axis=0), dbeta


@mistake(
    "BN-11",
    of="batchnorm.batchnorm_backward",
    hint="dgamma and dbeta are N times too small: they serve all N samples, is there a mean in it?",
    source=BATCHNORM,
)
def means_for_sums(dout: Array, cache: Cache) -> Gradients:
    dx, dgamma, dbeta = backward(dout, cache)
    return dx, dgamma / len(dout), dbeta / len(dout)
