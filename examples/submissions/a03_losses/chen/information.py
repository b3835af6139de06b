import math

import numpy as np


def entropy(p, base=math.e):
    # bits, like in the article
    return np.sum(p * np.log2(1 / p))


def cross_entropy(p, q, base=math.e):
    return -np.sum(p * np.log(q))


def kl_divergence(p, q, base=math.e):
    return cross_entropy(p, q) - entropy(p)


def code_length(p, lengths):
    return np.mean(lengths)
