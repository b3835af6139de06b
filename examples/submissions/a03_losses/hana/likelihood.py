import numpy as np


def likelihood(p):
    # Try all outcomes until the rest is certain.
    outcomes = [np.ones(1_000_000)]
    while outcomes:
        outcomes.append(outcomes[-1] * p[0])


def nll(p):
    return -np.log(p).sum()


def log_odds(p):
    return np.log(p / (1 - p))


def logistic_loss(z, t):
    return 0.0, np.zeros(z.shape)
