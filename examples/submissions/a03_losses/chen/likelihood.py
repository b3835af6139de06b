import numpy as np


def likelihood(p):
    return np.prod(p)


def nll(p):
    return -np.sum(np.log(p))


def log_odds(p):
    return np.log(p / (1 - p))


def logistic_loss(z, t):
    # nnl = sum log(1 + e^-z)
    N = z.shape[0]
    loss = np.sum(np.log(1 + np.exp(-z))) / N
    dz = -1 / (1 + np.exp(z)) / N
    return loss, dz
