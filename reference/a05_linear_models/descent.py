"""Gradient descent: the step, the loop, the shape of the cost, and how fast one may go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gd_step(params: Sequence[Any], grads: Sequence[Any], lr: float) -> tuple[Any, ...]:
    """One step downhill for every parameter, (p - lr dp, ...); the old ones stay as they are.

    Source: "Deep learning without going down the rabbit holes", Learning rate.
    """
    return tuple(p - lr * dp for p, dp in zip(params, grads, strict=True))


def loss_and_gradients(X: Array, y: Array, W: Array, b: float) -> tuple[float, Array, float]:
    """The mean squared error of X (N, D) @ W (D,) + b against y (N,), and its slopes."""
    gap = X @ W + b - y
    dout = 2 / len(y) * gap
    return float(gap @ gap) / len(y), X.T @ dout, float(dout.sum())


def train_linear(
    X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int
) -> tuple[Array, float, Array]:
    """Fit X (N, D), y (N,) from W0 (D,), b0 -> W, b, history (steps + 1,).

    history[k] is the loss after k steps. With too large a rate it overflows, without a warning.
    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    W, b = np.array(W0, dtype=float), float(b0)
    history = np.empty(steps + 1)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(steps):
            history[step], dW, db = loss_and_gradients(X, y, W, b)
            W, b = gd_step((W, b), (dW, db), lr)
        history[steps], _, _ = loss_and_gradients(X, y, W, b)
    return W, b, history


def cost_surface(X: Array, y: Array, b: float, w1: Array, w2: Array) -> Array:
    """The mean squared error for all pairs of weights: X (N, 2), w1 (A,), w2 (B,) -> (A, B).

    Source: "Deep learning without going down the rabbit holes", Gradient descent.
    """
    first = w1[:, None, None] * X[:, 0]
    second = w2[None, :, None] * X[:, 1]
    surface: Array = np.mean((first + second + b - y) ** 2, axis=-1)
    return surface


def gd_trace(grad: Callable[[float], float], w0: float, lr: float, steps: int) -> Array:
    """Every place that gradient descent visits from w0 on -> (steps + 1,).

    Source: "Deep learning without going down the rabbit holes", Learning rate.
    """
    trace = [w0]
    for _ in range(steps):
        trace.append(trace[-1] - lr * grad(trace[-1]))
    return np.array(trace, dtype=float)


def gd(
    grad: Callable[[Any], Any], w0: Array | float, lr: float, tol: float, max_steps: int = 1000
) -> tuple[Any, int]:
    """Descend from w0, a number or (D,), until a step moves no entry by more than tol -> w, steps.

    Gives up after max_steps steps.
    Source: "Introduction to Deep Learning: L1", Gradient Descent.
    """
    w = np.array(w0, dtype=float)
    for step in range(1, max_steps + 1):
        move = lr * grad(w)
        w = w - move
        if np.max(np.abs(move)) <= tol:
            return w, step
    return w, max_steps


def max_stable_rate(X: Array) -> float:
    """The rate below which descent on the mean squared error of X (N, D) cannot climb.

    It is 2 over the largest curvature, the largest eigenvalue of the Hessian by W and b.
    Source: "Deep learning without going down the rabbit holes", Trouble shooting.
    """
    inputs = np.column_stack([X, np.ones(len(X))])
    hessian = 2 / len(X) * inputs.T @ inputs
    return float(2 / np.linalg.eigvalsh(hessian)[-1])
