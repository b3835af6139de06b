"""Part 4 of 4: a narrow pulse, the brick from which any function can be built.

All functions take numbers and arrays alike. This file must work alone: put a copy of your
sigmoid here.
"""

import numpy as np


def sigmoid(x):
    """1 / (1 + exp(-x)) for a number or an array of any shape; returns the same shape.

    Source: "Deep learning without going down the rabbit holes", Delta function.
    """
    raise NotImplementedError


def layer1(x, lo=0.4, hi=0.5):
    """Two steep neurons: the first switches on at lo, the second at hi.

    x: a number or an array of any shape; lo, hi: numbers. Both neurons have the weight 1000.
    Returns (h11, h12), each of the shape of x.

    Source: "Deep learning without going down the rabbit holes", Delta function.
    """
    raise NotImplementedError


def layer2(v1, v2):
    """The output neuron, with the weights 0.8 and -0.8 and no bias.

    v1, v2: the outputs of layer1, two numbers or two arrays of the same shape.
    Returns that shape.

    Source: "Deep learning without going down the rabbit holes", Delta function.
    """
    raise NotImplementedError


def func_estimator(x, lo=0.4, hi=0.5):
    """The pulse: feed x through layer1, and what comes out through layer2.

    x: a number or an array of any shape; lo, hi: where the pulse begins and ends.
    Returns the shape of x: about 0.69 between lo and hi, and 0.5 (not 0) far from them.

    Source: "Deep learning without going down the rabbit holes", Delta function.
    """
    raise NotImplementedError
