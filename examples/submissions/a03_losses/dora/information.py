import math

import numpy as np


def log(x, base):
    return np.log(x) / np.log(base)


def entropy(p, base=math.e):
    # an event that never happens would give log(0)
    p[p == 0] = 1
    return -(p * log(p, base)).sum()


def cross_entropy(p, q, base=math.e):
    return -(p * log(q, base)).sum()


def kl_divergence(p, q, base=math.e):
    return cross_entropy(p, q, base) - entropy(p, base)


def code_length(p, lengths):
    return p @ lengths
