"""Returns more than one message may hold."""

import numpy as np


def double(x):
    return np.zeros(2**20)
