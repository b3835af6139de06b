import math

import numpy as np


def entropy(p, base=math.e):
    p = p[p > 0]
    return -np.sum(p * np.log(p)) / np.log(base)


def cross_entropy(p, q, base=math.e):
    print("PASSED " * 200)
    keep = p > 0
    return -np.sum(p[keep] * np.log(q[keep])) / np.log(base)


def kl_divergence(p, q, base=math.e):
    return cross_entropy(p, q, base) - entropy(p, base)


def code_length(p, lengths):
    return np.sum(p * lengths)
