"""Entropy, cross entropy, KL divergence, and the length of a code.

p and q are distributions (K,): numbers from 0 to 1 that sum to 1. The result is one number, in
units of `base`: 2 counts bits, e counts nats. What never happens adds nothing: 0 log 0 is 0.
"""

import math

import numpy as np


def entropy(p, base=math.e):
    """Mean information in one draw from p.

    p: probabilities (K,); some may be 0
    returns: a number

    Source: "Deep learning without going down the rabbit holes", part 2, Entropy.
    """
    raise NotImplementedError


def cross_entropy(p, q, base=math.e):
    """Mean cost of a draw from p when the code was made for q.

    p: what happens, probabilities (K,); some may be 0
    q: what the model expects, probabilities (K,), above 0 wherever p is
    returns: a number

    Source: "Deep learning without going down the rabbit holes", part 2, Cross entropy.
    """
    raise NotImplementedError


def kl_divergence(p, q, base=math.e):
    """D_KL(p || q): the price of believing q while p happens.

    p: what happens, probabilities (K,); some may be 0
    q: what the model expects, probabilities (K,), above 0 wherever p is
    returns: a number

    Source: "Deep learning without going down the rabbit holes", part 2, KL Divergence.
    """
    raise NotImplementedError


def code_length(p, lengths):
    """Mean number of bits per symbol of a code.

    p: probabilities of the symbols (K,)
    lengths: bits in each symbol's code word (K,), integers
    returns: a number

    Source: "Deep learning without going down the rabbit holes", part 2, Entropy.
    """
    raise NotImplementedError
