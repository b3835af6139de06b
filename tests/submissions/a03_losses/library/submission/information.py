import math

import numpy as np


def surprise(q, base):
    """Cost of each symbol in a code made for q; 0 where q is 0, which only counts if p is 0 too."""
    cost = np.zeros(len(q))
    np.log(q, out=cost, where=q > 0)
    return -cost / math.log(base)


def cross_entropy(p, q, base=math.e):
    return p @ surprise(q, base)


def entropy(p, base=math.e):
    return p @ surprise(p, base)


def kl_divergence(p, q, base=math.e):
    return cross_entropy(p, q, base) - entropy(p, base)


def code_length(p, lengths):
    return np.dot(p, lengths)
