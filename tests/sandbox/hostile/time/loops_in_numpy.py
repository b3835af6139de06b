"""Spends forever inside one call of NumPy."""

import numpy as np


def double(x):
    long = np.ones(2**20)
    return np.convolve(long, long)
