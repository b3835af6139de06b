"""A third of the mistakes as another person writes them, so that naming is not measured on itself.

Same values as in `mistakes.py`, by other code: loops and plain Python in place of arrays.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks import again

Array = NDArray[Any]
Activation = Callable[[Array], Array]


def squash(z: Any) -> Array:
    return 0.5 + 0.5 * np.tanh(np.asarray(z, dtype=float) / 2)


@again("ACT-01b")
def neuron(x: Array, w: Array, b: float, activation: Activation = squash) -> Array:
    sums = [sum(float(v) * float(weight) for v, weight in zip(row, w, strict=True)) for row in x]
    return np.asarray(activation(np.array(sums))) + b


@again("ACT-01f")
def steep_units(x: Any, lo: float = 0.4, hi: float = 0.5) -> tuple[Array, Array]:
    first = squash(np.multiply(x, 1000.0))
    return first, first.copy()


@again("ACT-02a")
def weigh(x: Array, w: Array, b: float, activation: Activation = squash) -> Array:
    z = np.full(x.shape, float(b))
    for j in range(x.shape[1]):
        z[:, j] += w[j] * x[:, j]
    return activation(z)


@again("ACT-13a")
def threshold(z: Any) -> Array:
    flat = [1 if value > 0 else 0 for value in np.ravel(z)]
    return np.array(flat).reshape(np.shape(z))


def says_yes(w: Any, b: float, x: Any) -> bool:
    return math.fsum([*(float(v) * float(weight) for v, weight in zip(x, w, strict=True)), b]) >= 0


@again("ACT-14a")
def move(w: Array, b: float, x: Array, y: int, alpha: float) -> tuple[Array, float]:
    if says_yes(w, b, x) and y == 0:
        return np.array([weight + alpha * v for weight, v in zip(w, x, strict=True)]), b + alpha
    if not says_yes(w, b, x) and y == 1:
        return np.array([weight - alpha * v for weight, v in zip(w, x, strict=True)]), b - alpha
    return np.array(w, dtype=float), b


@again("ACT-15b")
def learn_always(
    X: Array, y: Array, alpha: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    w, b, counts = [0.0] * X.shape[1], 0.0, [-1]
    while counts[-1] != 0 and len(counts) <= max_epochs:
        counts.append(0)
        for point, label in zip(X, y, strict=True):
            counts[-1] += says_yes(w, b, point) != bool(label)
            sign = 1 if label else -1
            w = [weight + sign * alpha * float(v) for weight, v in zip(w, point, strict=True)]
            b += sign * alpha
    return np.array(w), b, counts[1:]


@again("NEURON-02")
def both(x: Array) -> Array:
    return np.array([int(says_yes((2.0, 2.0), -2.0, row)) for row in x])


@again("NEURON-03")
def either(x: Array) -> Array:
    return np.array([1 if total >= 0 else 0 for total in np.einsum("nd->n", x)])


@again("NEURON-04")
def hidden(x1: Any, x2: Any) -> tuple[Array, Array]:
    total = np.add(x1, x2)
    return squash(20.0 * (total - 0.5)), squash(20.0 * (total - 1.5))
