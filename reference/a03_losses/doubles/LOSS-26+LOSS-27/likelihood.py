# olga
import numpy as np


def likelihood(p):
    return np.prod(p)


def nll(p):
    return -np.sum(np.log(p))


def log_odds(p):
    return np.log(p) - np.log(1 - p)


def logistic_loss(z, t):
    N = len(z)
    m = -t * z
    loss = np.sum(np.logaddexp(0, m)) / N
    dz = -t * np.exp(m - np.logaddexp(0, m)) / N
    return loss, dz
