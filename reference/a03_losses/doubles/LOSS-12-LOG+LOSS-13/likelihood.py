# leo
import math

import numpy as np


def likelihood(p):
    result = 1.0
    for each in p:
        result *= each
    return result


def nll(p):
    return sum(math.log(1 / each) for each in p)


def log_odds(p):
    return -np.log(1 / p - 1)


def logistic_loss(z, t):
    loss, dz = 0.0, np.zeros(len(z))
    for i in range(len(z)):
        margin = t[i] * z[i]
        small = math.exp(-abs(margin))
        loss += max(-margin, 0) + math.log1p(small)
        wrong = small / (1 + small) if margin >= 0 else 1 / (1 + small)
        dz[i] = -t[i] * wrong
    return loss / len(z), dz / len(z)
