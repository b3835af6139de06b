"""How much there is to say: entropy, cross entropy, KL divergence and the length of a code."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def entropy(p: Array, base: float = math.e) -> float:
    """Information in one draw from p (K,), in units of `base`: 2 for bits, e for nats.

    Source: "Deep learning without going down the rabbit holes", part 2, Entropy.
    """
    return cross_entropy(p, p, base)


def cross_entropy(p: Array, q: Array, base: float = math.e) -> float:
    """Cost of describing draws from p (K,) with a code made for q (K,), in units of `base`.

    Source: "Deep learning without going down the rabbit holes", part 2, Cross entropy.
    """
    happens = p > 0  # what never happens costs nothing, whatever q thinks of it
    return float(np.sum(p[happens] * np.log(1 / q[happens]))) / math.log(base)


def kl_divergence(p: Array, q: Array, base: float = math.e) -> float:
    """Extra cost of the code made for q (K,) over the best code for p (K,), in units of `base`.

    Source: "Deep learning without going down the rabbit holes", part 2, KL Divergence.
    """
    happens = p > 0
    return float(np.sum(p[happens] * np.log(p[happens] / q[happens]))) / math.log(base)


def code_length(p: Array, lengths: Array) -> float:
    """Mean number of bits a symbol takes: probabilities p (K,), code word lengths (K,).

    Source: "Deep learning without going down the rabbit holes", part 2, Entropy.
    """
    return float(np.sum(p * lengths))
