"""Gus, information"""

import math

import numpy as np


def cross_entropy(p, q, base=math.e):
    total = 0
    for i in range(len(p)):
        if p[i] > 0:
            total = total - p[i] * np.log(q[i])
    return total / np.log(base)


def entropy(p, base=math.e):
    return cross_entropy(p, p, base)


def kl_divergence(p, q, base=math.e):
    return cross_entropy(p, q, base) - entropy(p, base)


def code_length(p, lengths):
    total = 0
    i = 0
    while i < len(p):
        total = total + p[i] * lengths[i]
    return total
