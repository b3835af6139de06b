"""Part 1 of 4: one neuron, a layer of neurons, and the line that a neuron draws.

Rows are examples: x has the shape (N, D), N examples of D inputs each.
Never change an array that you were given; return new ones.
"""

from __future__ import annotations

import numpy as np


def sigmoid(z):
    """Squash any number into the range from 0 to 1: 1 / (1 + exp(-z)).

    z: a number or an array of any shape.
    Returns the same shape. Must be finite and right for z = 10000 and for z = -10000.

    Source: "Deep learning without going down the rabbit holes", What is deep learning (DL)?
    """
    raise NotImplementedError


def step(z):
    """The threshold unit: 1 where z >= 0, and 0 elsewhere. At z = 0 it is 1.

    z: a number or an array of any shape.
    Returns the numbers 0 and 1 in the same shape.

    Source: "Deep Learning Summary", What is a Neural Network.
    """
    raise NotImplementedError


def neuron_forward(x, w, b, activation=sigmoid):
    """One neuron: a weighted sum of the inputs, plus a bias, through an activation.

    x: (N, D) inputs, a row for each example
    w: (D,) weights
    b: a number, the bias
    activation: a function from an array to an array of the same shape, like sigmoid or step
    Returns (N,), one output for each row.

    Source: "Introduction to Deep Learning: L1", The perceptron: Forward Propagation.
    """
    raise NotImplementedError


def dense_forward(x, W, b, activation=sigmoid):
    """K neurons on the same inputs: a dense layer.

    x: (N, D) inputs
    W: (D, K) weights; W[j, i] leads from input j to neuron i, so column i is neuron i
    b: (K,) biases, one for each neuron
    activation: as in neuron_forward
    Returns (N, K), a row for each example and a column for each neuron.

    Source: "Introduction to Deep Learning: L1", Building Neural Networks with Perceptrons.
    """
    raise NotImplementedError


def side(x, w, b):
    """On which side of the line x·w + b = 0 does each point lie?

    x: (N, D) points, w: (D,), b: a number.
    Returns (N,): +1 where x·w + b > 0, -1 where it is below 0, and 0 exactly on the line.

    Source: "Introduction to Deep Learning: L1", Example.
    """
    raise NotImplementedError
