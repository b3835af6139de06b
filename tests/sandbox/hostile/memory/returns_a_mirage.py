"""Returns an array that takes eight bytes here, and eight terabytes once it is written out."""

import numpy as np


def double(x):
    return np.broadcast_to(np.float64(0), (2**20, 2**20))
