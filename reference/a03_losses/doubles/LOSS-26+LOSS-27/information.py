# olga
import numpy as np


def entropy(p, base=np.e):
    q = p[p > 0]
    return -np.sum(q * np.log(q)) / np.log(base)


def cross_entropy(p, q, base=np.e):
    ok = p > 0
    return -np.sum(p[ok] * np.log(q[ok])) / np.log(base)


def kl_divergence(p, q, base=np.e):
    ok = p > 0
    return np.sum(p[ok] * np.log(p[ok] / q[ok])) / np.log(base)


def code_length(p, lengths):
    return np.sum(p * lengths)
