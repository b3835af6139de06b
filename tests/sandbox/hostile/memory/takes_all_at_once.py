"""Asks for fifty gigabytes in one call."""

import numpy as np


def double(x):
    return np.ones(50 * 2**30 // 8)
