"""The same functions by torch in float64, the way back by its autograd."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from grader.checks import oracle

Array = NDArray[Any]
Cache = tuple[Array, Array, Array]


def tensor(value: Any) -> torch.Tensor:
    return torch.as_tensor(np.array(value, dtype=np.float64))


@oracle("batchnorm.batchnorm_forward")
def batchnorm_forward(
    x: Array, gamma: Array, beta: Array, bn_param: dict[str, Any]
) -> tuple[Array, Cache]:
    """By `F.batch_norm`, whose momentum weighs the new value and whose variance has N - 1."""
    N, D = x.shape
    eps, keep = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    mean, var = (
        tensor(bn_param.get(name, np.zeros(D))) for name in ("running_mean", "running_var")
    )
    training = bn_param["mode"] == "train"
    used_mean, used_var = mean.clone(), var.clone()
    if training:
        used_var, used_mean = torch.var_mean(tensor(x), dim=0, correction=0)
        old_var = var.clone()
        F.batch_norm(tensor(x), mean, var, training=True, momentum=1 - keep)
        bn_param["running_mean"] = mean.numpy()
        bn_param["running_var"] = ((var - keep * old_var) * (N - 1) / N + keep * old_var).numpy()
    # Centred before: batch_norm itself loses digits of a feature that is far from 0.
    centred = tensor(x) - used_mean
    xhat = F.batch_norm(centred, torch.zeros(D).double(), used_var, training=False, eps=eps)
    out = xhat * tensor(gamma) + tensor(beta)
    return out.numpy(), (xhat.numpy(), gamma, torch.rsqrt(used_var + eps).numpy())


@oracle("batchnorm.batchnorm_backward")
def batchnorm_backward(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """The derivative of a normalisation of the x that the cache stands for, but for its mean."""
    xhat, gamma, scale = map(tensor, cache)
    x = (xhat / scale).requires_grad_()
    eps = 1 / scale**2 - (x.detach() ** 2).mean(dim=0)
    weight, bias = gamma.requires_grad_(), torch.zeros_like(gamma).requires_grad_()
    var, mean = torch.var_mean(x, dim=0, correction=0)
    out = (x - mean) / torch.sqrt(var + eps) * weight + bias
    gradients = torch.autograd.grad(out, (x, weight, bias), tensor(dout))
    dx, dgamma, dbeta = (gradient.numpy() for gradient in gradients)
    return dx, dgamma, dbeta
