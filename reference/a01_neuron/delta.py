"""A narrow pulse from three units: one switches on, one switches on later, and a difference."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Input = Array | float

STEEPNESS = 1000.0
HEIGHT = 0.8


def sigmoid(x: Input) -> Array:
    """1 / (1 + exp(-x)), entry by entry, without overflow.

    Source: "Deep learning without going down the rabbit holes", Delta function.
    """
    small = np.exp(-np.abs(x))
    return np.where(np.greater_equal(x, 0), 1.0, small) / (1.0 + small)


def layer1(x: Input, lo: float = 0.4, hi: float = 0.5) -> tuple[Array, Array]:
    """Two steep units, (h11, h12): the first rises at lo, the second at hi.

    Source: "Deep learning without going down the rabbit holes", Delta function.
    """
    return sigmoid(STEEPNESS * (x - lo)), sigmoid(STEEPNESS * (x - hi))


def layer2(v1: Input, v2: Input) -> Array:
    """The output unit: 0.5 where both inputs are equal, above it where only v1 is on.

    Source: "Deep learning without going down the rabbit holes", Delta function.
    """
    return sigmoid(HEIGHT * v1 - HEIGHT * v2)


def func_estimator(x: Input, lo: float = 0.4, hi: float = 0.5) -> Array:
    """The pulse: about 0.69 between lo and hi, 0.5 elsewhere; the shape of x.

    Source: "Deep learning without going down the rabbit holes", Delta function.
    """
    return layer2(*layer1(x, lo, hi))
