from . import names
from .deep.tanh import half

import numpy as np


def sigmoid(x):
    return names.ONE * half(np.asarray(x, dtype=float))
