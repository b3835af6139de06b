"""Answers while its file is being read, when nothing was asked yet."""

import insider
import numpy as np

insider.answer(np.zeros(3))


def double(x):
    return 2 * x
