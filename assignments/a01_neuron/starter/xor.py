"""Part 3 of 4: exclusive or, which no single neuron can do and three can.

All functions take numbers and arrays alike. This file must work alone: put a copy of your
sigmoid here.
"""

import numpy as np


def sigmoid(x):
    """1 / (1 + exp(-x)) for a number or an array of any shape; returns the same shape.

    Source: "Deep learning without going down the rabbit holes", XOR.
    """
    raise NotImplementedError


def layer1(x1, x2):
    """The two hidden neurons, with the weights of the handout.

    x1, x2: two numbers, or two arrays of the same shape.
    Returns (h11, h12), each of that shape: h11 says OR, h12 says NOT BOTH.

    Source: "Deep learning without going down the rabbit holes", XOR.
    """
    raise NotImplementedError


def layer2(x1, x2):
    """The output neuron: it says AND of the two values that it gets.

    x1, x2: the outputs of layer1, two numbers or two arrays of the same shape.
    Returns that shape.

    Source: "Deep learning without going down the rabbit holes", XOR.
    """
    raise NotImplementedError


def xor(a, b):
    """a XOR b: feed a and b through layer1, and what comes out through layer2.

    a, b: two numbers, or two arrays of the same shape; not only 0 and 1.
    Returns values between 0 and 1 of that shape.

    Source: "Deep learning without going down the rabbit holes", XOR.
    """
    raise NotImplementedError
