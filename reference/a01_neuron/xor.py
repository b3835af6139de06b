"""Exclusive or from three units: OR and NAND side by side, and an AND after them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Input = Array | float

# weight of the first input, weight of the second, bias
OR = (20, 20, -10)
NAND = (-20, -20, 30)
AND = (20, 20, -30)


def sigmoid(x: Input) -> Array:
    """1 / (1 + exp(-x)), entry by entry, without overflow.

    Source: "Deep learning without going down the rabbit holes", XOR.
    """
    small = np.exp(-np.abs(x))
    return np.where(np.greater_equal(x, 0), 1.0, small) / (1.0 + small)


def unit(x1: Input, x2: Input, weights: tuple[int, int, int]) -> Array:
    """One sigmoid unit with two inputs."""
    w1, w2, bias = weights
    return sigmoid(w1 * x1 + w2 * x2 + bias)


def layer1(x1: Input, x2: Input) -> tuple[Array, Array]:
    """The two hidden units: (h11, h12), each with the shape of the inputs.

    Source: "Deep learning without going down the rabbit holes", XOR.
    """
    return unit(x1, x2, OR), unit(x1, x2, NAND)


def layer2(x1: Input, x2: Input) -> Array:
    """The output unit on the two hidden values.

    Source: "Deep learning without going down the rabbit holes", XOR.
    """
    return unit(x1, x2, AND)


def xor(a: Input, b: Input) -> Array:
    """a xor b as a value between 0 and 1, for numbers and arrays.

    Source: "Deep learning without going down the rabbit holes", XOR.
    """
    return layer2(*layer1(a, b))
