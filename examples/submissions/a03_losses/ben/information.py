import math

import numpy as np


def entropy(p, base=math.e):
    return -np.sum(p * np.log(p)) / np.log(base)


def cross_entropy(p, q, base=math.e):
    return -np.sum(p * np.log(q)) / np.log(base)


def kl_divergence(p, q, base=math.e):
    return np.sum(q * np.log(q / p)) / np.log(base)


def code_length(p, lengths):
    return np.sum(p * lengths)
