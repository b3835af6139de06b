import math

import numpy as np


def likelihood(p):
    product = 1.0
    for probability in p:
        product *= probability
    return product


def nll(p):
    return -math.fsum(math.log(probability) for probability in p)


def log_odds(p):
    return np.log(p) - np.log1p(-p)


def logistic_loss(z, t):
    agreement = t * z
    small = np.exp(-np.abs(agreement))
    loss = np.maximum(-agreement, 0) + np.log1p(small)
    p_wrong = np.where(agreement >= 0, small, 1) / (1 + small)
    return loss.mean(), -t * p_wrong / z.size
