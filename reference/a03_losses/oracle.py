"""The same functions by torch in float64, every gradient by its autograd."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from grader.checks import oracle

Array = NDArray[Any]
LossAndGradient = tuple[float, Array]


def tensor(value: Any) -> torch.Tensor:
    return torch.as_tensor(np.array(value, dtype=np.float64))


def classes(y: Any) -> torch.Tensor:
    return torch.as_tensor(np.array(y, dtype=np.int64))


def derived(loss: Callable[[torch.Tensor], torch.Tensor], at: Any) -> LossAndGradient:
    """The value of `loss` and its gradient, both at the array `at`."""
    leaf = tensor(at).requires_grad_()
    value = loss(leaf)
    (gradient,) = torch.autograd.grad(value, leaf)
    return value.item(), gradient.numpy()


# --- losses -----------------------------------------------------------------------------------


@oracle("losses.mean_square_loss")
def mean_square_loss(h: Array, y: Array) -> LossAndGradient:
    return derived(lambda h: F.mse_loss(h, tensor(y).reshape(h.shape)), h)


@oracle("losses.softmax")
def softmax(z: Array) -> Array:
    return torch.softmax(tensor(z), dim=1).numpy()


@oracle("losses.log_softmax")
def log_softmax(z: Array) -> Array:
    return torch.log_softmax(tensor(z), dim=1).numpy()


@oracle("losses.softmax_loss")
def softmax_loss(x: Array, y: Array) -> LossAndGradient:
    return derived(lambda x: F.cross_entropy(x, classes(y)), x)


@oracle("losses.categorical_ce")
def categorical_ce(P: Array, Y: Array, eps: float = 1e-12) -> float:
    log_probs = torch.clamp(tensor(P), min=eps).log()
    return float(F.nll_loss(log_probs, classes(Y).argmax(dim=1)))


@oracle("losses.svm_loss")
def svm_loss(scores: Array, y: Array, margin: float = 1.0) -> LossAndGradient:
    K = scores.shape[1]  # torch takes the mean over the classes as well
    return derived(lambda s: K * F.multi_margin_loss(s, classes(y), margin=margin), scores)


@oracle("losses.bce_loss")
def bce_loss(p: Array, y: Array, eps: float = 1e-12) -> LossAndGradient:
    """The slope is that at the clipped probability, for a clip itself would have none."""
    yes = tensor(y).reshape(p.shape) == 1
    inside = np.clip(p, eps, 1 - eps)
    return derived(lambda p: -torch.where(yes, p.log(), (1 - p).log()).mean(), inside)


@oracle("losses.bce_with_logits")
def bce_with_logits(z: Array, y: Array) -> LossAndGradient:
    labels = tensor(y).reshape(z.shape)
    return derived(lambda z: F.binary_cross_entropy_with_logits(z, labels), z)


@oracle("losses.mse_of_sigmoid")
def mse_of_sigmoid(z: Array, y: Array, half: bool = True) -> LossAndGradient:
    return derived(lambda z: F.mse_loss(z.sigmoid(), tensor(y)) / (2 if half else 1), z)


@oracle("losses.saturation_gradients")
def saturation_gradients(z: Array, y: Array) -> tuple[Array, Array]:
    labels = tensor(y)
    _, square = derived(lambda z: F.mse_loss(z.sigmoid(), labels, reduction="sum"), z)
    _, cross = derived(lambda z: F.binary_cross_entropy_with_logits(z, labels, reduction="sum"), z)
    return square, cross


# --- information ------------------------------------------------------------------------------


@oracle("information.entropy")
def entropy(p: Array, base: float = math.e) -> float:
    return float(torch.special.entr(tensor(p)).sum()) / math.log(base)


@oracle("information.cross_entropy")
def cross_entropy(p: Array, q: Array, base: float = math.e) -> float:
    return -float(torch.xlogy(tensor(p), tensor(q)).sum()) / math.log(base)


@oracle("information.kl_divergence")
def kl_divergence(p: Array, q: Array, base: float = math.e) -> float:
    return cross_entropy(p, q, base) - entropy(p, base)


@oracle("information.code_length")
def code_length(p: Array, lengths: Array) -> float:
    return float(tensor(p) @ tensor(lengths))


# --- likelihood -------------------------------------------------------------------------------


@oracle("likelihood.likelihood")
def likelihood(p: Array) -> float:
    return float(tensor(p).prod())


@oracle("likelihood.nll")
def nll(p: Array) -> float:
    return float(F.nll_loss(tensor(p).log()[:, None], classes(np.zeros(len(p))), reduction="sum"))


@oracle("likelihood.log_odds")
def log_odds(p: Array) -> Array:
    return torch.logit(tensor(p)).numpy()


@oracle("likelihood.logistic_loss")
def logistic_loss(z: Array, t: Array) -> LossAndGradient:
    return derived(lambda z: -F.logsigmoid(tensor(t) * z).mean(), z)
