import numpy as np


def likelihood(p):
    return p.prod()


def nll(p):
    return -np.log(p).sum()


def log_odds(p):
    return np.log(p / (1 - p))


def logistic_loss(z, t):
    loss = np.logaddexp(0, -t * z).mean()
    dz = -t / (1 + np.exp(t * z)) / len(z)
    return loss, dz
