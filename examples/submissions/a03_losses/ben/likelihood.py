import numpy as np


def likelihood(p):
    return np.prod(p)


def nll(p):
    return -np.log(likelihood(p))


def log_odds(p):
    return np.log(p / (1 - p))


def logistic_loss(z, t):
    loss = np.mean(np.log(1 + np.exp(-t * z)))
    dz = -t / (1 + np.exp(t * z)) / z.shape[0]
    return loss, dz
