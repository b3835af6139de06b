"""The same functions by torch in float64: what the reference is compared with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import linear

from grader.checks import oracle

Array = NDArray[Any]
Input = Array | float
Activation = Callable[[Array], Array]


def tensor(value: Any) -> torch.Tensor:
    return torch.as_tensor(np.array(value, dtype=np.float64))


def squashed(z: torch.Tensor, activation: Activation | None) -> Array:
    """Sums through an activation of NumPy's world, or through torch's sigmoid."""
    return torch.sigmoid(z).numpy() if activation is None else activation(z.numpy())


# --- one neuron -------------------------------------------------------------------------------


@oracle("neuron.sigmoid")
def sigmoid(z: Input) -> Array:
    return torch.sigmoid(tensor(z)).numpy()


@oracle("neuron.step")
def step(z: Input) -> Array:
    return torch.heaviside(tensor(z), tensor(1.0)).numpy()


@oracle("neuron.neuron_forward")
def neuron_forward(x: Array, w: Array, b: float, activation: Activation | None = None) -> Array:
    return squashed(linear(tensor(x), tensor(w)[None], tensor(b)[None])[:, 0], activation)


@oracle("neuron.dense_forward")
def dense_forward(x: Array, W: Array, b: Array, activation: Activation | None = None) -> Array:
    return squashed(linear(tensor(x), tensor(W).T, tensor(b)), activation)


@oracle("neuron.side")
def side(x: Array, w: Array, b: float) -> Array:
    return torch.sign(torch.addmv(tensor(b), tensor(x), tensor(w))).numpy()


# --- the perceptron ---------------------------------------------------------------------------


@oracle("perceptron.perceptron_and")
def perceptron_and(x: Array) -> Array:
    return step(x.mean(axis=1) - 0.75)


@oracle("perceptron.perceptron_or")
def perceptron_or(x: Array) -> Array:
    return step(x.mean(axis=1) - 0.25)


@oracle("perceptron.perceptron_step")
def perceptron_step(w: Array, b: float, x: Array, y: int, alpha: float) -> tuple[Array, float]:
    """One step of gradient descent on how far the point is on the wrong side."""
    weights, bias = tensor(w).requires_grad_(), tensor(b).requires_grad_()
    z = weights @ tensor(x) + bias
    if bool(z >= 0) != bool(y):
        (z if bool(z >= 0) else -z).backward()  # type: ignore[no-untyped-call]
        torch.optim.SGD([weights, bias], lr=alpha).step()
    return weights.detach().numpy(), bias.item()


@oracle("perceptron.perceptron_train")
def perceptron_train(
    X: Array, y: Array, alpha: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes: list[int] = []
    for _ in range(max_epochs):
        mistakes.append(0)
        for point, label in zip(X, y, strict=True):
            moved, shifted = perceptron_step(w, b, point, label, alpha)
            mistakes[-1] += int(shifted != b)
            w, b = moved, shifted
        if mistakes[-1] == 0:
            break
    return w, b, mistakes


# --- three neurons ----------------------------------------------------------------------------


def unit(inputs: tuple[Input, Input], weights: tuple[float, float], bias: float) -> torch.Tensor:
    stacked = torch.stack([tensor(each) for each in inputs], dim=-1)
    return torch.sigmoid(linear(stacked, tensor(weights)[None], tensor([bias]))[..., 0])


@oracle("xor.sigmoid")
def xor_sigmoid(x: Input) -> Array:
    return sigmoid(x)


@oracle("xor.layer1")
def xor_layer1(x1: Input, x2: Input) -> tuple[Array, Array]:
    either, not_both = unit((x1, x2), (20, 20), -10), unit((x1, x2), (-20, -20), 30)
    return either.numpy(), not_both.numpy()


@oracle("xor.layer2")
def xor_layer2(x1: Input, x2: Input) -> Array:
    return unit((x1, x2), (20, 20), -30).numpy()


@oracle("xor.xor")
def xor(a: Input, b: Input) -> Array:
    return xor_layer2(*xor_layer1(a, b))


@oracle("delta.sigmoid")
def delta_sigmoid(x: Input) -> Array:
    return sigmoid(x)


@oracle("delta.layer1")
def delta_layer1(x: Input, lo: float = 0.4, hi: float = 0.5) -> tuple[Array, Array]:
    return sigmoid(1000 * (np.asarray(x) - lo)), sigmoid(1000 * (np.asarray(x) - hi))


@oracle("delta.layer2")
def delta_layer2(v1: Input, v2: Input) -> Array:
    return unit((v1, v2), (0.8, -0.8), 0.0).numpy()


@oracle("delta.func_estimator")
def func_estimator(x: Input, lo: float = 0.4, hi: float = 0.5) -> Array:
    return delta_layer2(*delta_layer1(x, lo, hi))
