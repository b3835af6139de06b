"""Gus, likelihood"""

import numpy as np


def likelihood(p):
    product = 1
    for one in p:
        product = product * one
    return product


def nll(p):
    total = 0
    for one in p:
        total = total - np.log(one)
    return total


def log_odds(p):
    return np.log(p / (1 - p))


def logistic_loss(z, t):
    N = z.shape[0]
    loss = np.sum(np.logaddexp(0, -t * z)) / N
    dz = -t * np.exp(-np.logaddexp(0, t * z)) / N
    return loss, dz
