"""Returns the right values in a memory layout of its own: a file mapped into memory, backwards."""

import numpy as np


def double(x):
    file = np.memmap("answer", dtype=x.dtype, mode="w+", shape=x.shape)
    file[...] = 2 * x[::-1]
    return np.asarray(file)[::-1]
