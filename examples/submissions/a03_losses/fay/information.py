import math

import numpy as np


def entropy(p, base=math.e):
    p = p[p > 0]
    return -np.sum(p * np.log(p)) / np.log(base)


def cross_entropy(p, q, base=math.e):
    q = q[p > 0]
    p = p[p > 0]
    return -np.sum(p * np.log(q)) / np.log(base)


def kl_divergence(p, q, base=math.e):
    return cross_entropy(p, q, base) - entropy(p, base)


def code_length(p, lengths):
    return np.sum(p * lengths)
