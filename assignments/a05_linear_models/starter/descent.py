"""Part 2 of 3: going downhill, and how fast one may.

This file must work alone: write the gradient of the mean squared error here again, or copy it.
Never change an array that you were given; return new ones.
"""

import numpy as np


def gd_step(params, grads, lr):
    """One step of gradient descent.

    params: a tuple of parameters, numbers or arrays; grads: their gradients, in the same order;
    lr: the learning rate.
    Returns a tuple of the new parameters.

    Source: "Deep learning without going down the rabbit holes", Learning rate.
    """
    raise NotImplementedError


def train_linear(X, y, W0, b0, lr, steps):
    """Fit a line (a plane) to the data with the mean squared error, by `steps` steps.

    X: (N, D); y: (N,); W0: (D,) and b0, a number: where to start; lr: the learning rate.
    Returns (W, b, history). history is an array (steps + 1,): history[0] is the loss at W0 and b0,
    history[k] the loss after k steps. If it overflows, let it overflow.

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    raise NotImplementedError


def cost_surface(X, y, b, w1, w2):
    """The cost as a landscape over two weights.

    X: (N, 2); y: (N,); b: a number; w1: (A,) values for the first weight; w2: (B,) for the second.
    Returns (A, B): in row i and column j the mean squared error with the weights w1[i] and w2[j].

    Source: "Deep learning without going down the rabbit holes", Gradient descent.
    """
    raise NotImplementedError


def gd_trace(grad, w0, lr, steps):
    """Every place on the way down (or up).

    grad: a function, the derivative at a number w; w0: the start; lr: the learning rate.
    Returns an array (steps + 1,): w0, the place after one step, after two, ...

    Source: "Deep learning without going down the rabbit holes", Learning rate.
    """
    raise NotImplementedError


def gd(grad, w0, lr, tol, max_steps=1000):
    """Go down until a step moves no entry of w by more than tol, or max_steps steps are done.

    grad: a function, the gradient at w; w0: a number or an array (D,); lr: the learning rate.
    Returns (w, steps): the place after the last step, and how many steps were made.

    Source: "Introduction to Deep Learning: L1", Gradient Descent.
    """
    raise NotImplementedError


def max_stable_rate(X):
    """The learning rate at which descent on the mean squared error begins to climb.

    X: (N, D), the data of a model with weights W and a bias b.
    Returns 2 / (the largest eigenvalue of the Hessian by W and b), a number.

    Source: "Deep learning without going down the rabbit holes", Trouble shooting.
    """
    raise NotImplementedError
