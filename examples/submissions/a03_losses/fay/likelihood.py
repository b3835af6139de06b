import numpy as np


def likelihood(p):
    return np.prod(p)


def nll(p):
    return np.sum(-np.log(p))


def log_odds(p):
    return np.log(p) - np.log(1 - p)


def logistic_loss(z, t):
    loss = np.mean(np.logaddexp(0, -t * z))
    sigma = np.exp(-np.logaddexp(0, t * z))
    return loss, -t * sigma / len(z)
