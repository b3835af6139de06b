"""A third of the mistakes as another person writes them, so that naming is not measured on itself.

Same values as in `mistakes.py`, by other code: one vector for all parameters, loops, QR.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks import again

Array = NDArray[Any]
Fit = tuple[Array, float, Array]


def with_ones(X: Array) -> Array:
    """X (N, D) with a column of ones, so that the bias is one more weight."""
    return np.hstack([X, np.ones((X.shape[0], 1))])


def fit(A: Array, y: Array, theta: Array, lr: float, steps: int) -> tuple[Array, list[float]]:
    """Descend on the mean squared error of A @ theta."""
    losses = []
    with np.errstate(all="ignore"):
        for step in range(steps + 1):
            residual = A.dot(theta) - y
            losses.append(np.sum(residual * residual) / len(y))
            if step < steps:
                theta = theta - (2 * lr / len(y)) * residual.dot(A)
    return theta, losses


# --- regression -------------------------------------------------------------------------------


@again("LIN-04")
def way_back(dout: Array, cache: tuple[Array, Array, float]) -> tuple[Array, Array]:
    x = cache[0]
    dW = np.einsum("n,nd->d", dout, x)
    return dW, 1.0 * dout


@again("LOSS-23")
def square_loss_of_a_table(h: Array, y: Array) -> tuple[float, Array]:
    diff = np.subtract(h, y)
    loss = np.square(diff).sum() / diff.size
    return float(loss), diff * (2 / h.shape[0])


# --- descent ----------------------------------------------------------------------------------


@again("LIN-05c")
def slowest_rate(X: Array) -> float:
    narrow = np.linalg.svd(with_ones(X), compute_uv=False).min()
    return float(len(X) / narrow**2)


@again("LIN-07c")
def places(grad: Callable[[float], float], w0: float, lr: float, steps: int) -> Array:
    visited = np.zeros(steps)
    here = float(w0)
    for k in range(steps):
        here -= lr * grad(here)
        visited[k] = here
    return visited


@again("LIN-10")
def solve(X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int) -> Fit:
    A = with_ones(X)
    q, r = np.linalg.qr(A)
    theta = np.linalg.solve(r, q.T @ y)
    history = np.full(steps + 1, np.mean((A @ theta - y) ** 2))
    history[0] = np.mean((A @ np.append(W0, b0) - y) ** 2)
    return theta[:-1], float(theta[-1]), history


@again("LIN-11")
def train_with_everything(X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int) -> Fit:
    columns = np.hstack([X, y[:, np.newaxis], np.ones((len(y), 1))])
    start = np.concatenate([W0, [0.0, b0]])
    theta, losses = fit(columns, y, start, lr, steps)
    return theta[: X.shape[1]], float(theta[-1]), np.array(losses)


# --- logistic ---------------------------------------------------------------------------------


@again("LIN-06b")
def train_logistic_standardised(X: Array, y: Array, lr: float, steps: int) -> Fit:
    centred = X - np.mean(X, axis=0)
    A = with_ones(centred / np.sqrt(np.mean(centred**2, axis=0)))
    theta = np.zeros(A.shape[1])
    history = np.empty(steps + 1)
    for k in range(steps + 1):
        score = A @ theta
        sure = np.abs(score)
        history[k] = np.mean(np.log1p(np.exp(-sure)) + (sure + score) / 2 - score * y)
        if k < steps:
            theta = theta - lr * A.T @ (0.5 * np.tanh(score / 2) + 0.5 - y) / len(y)
    return theta[:-1], float(theta[-1]), history


# --- beyond the catalogue ---------------------------------------------------------------------


@again("FIT-01")
def dates(education: Array, income: Array) -> Array:
    return np.array([0.8 * e + 0.003 * i for e, i in zip(education, income, strict=True)])


@again("FIT-02")
def predictions(x: Array, W: Array, b: float) -> tuple[Array, tuple[Array, Array, float]]:
    out = np.zeros(x.shape[0])
    for j, weight in enumerate(W):
        out += weight * x[:, j]
    return out, (x, W, b)


@again("FIT-03")
def scores(X: Array, w: Array, b: float) -> Array:
    return np.array([sum(v * weight for v, weight in zip(row, w, strict=True)) + b for row in X])


@again("FIT-06")
def model_and_loss(X: Array, W: Array, b: float, y: Array | None = None) -> Any:
    guesses = np.array([row @ W for row in X]) + b
    if y is None:
        return guesses
    gap = guesses - np.ravel(y)
    return gap.dot(gap) / gap.size, np.einsum("nd,n->d", X, guesses), np.sum(guesses)


@again("FIT-07")
def walk(
    grad: Callable[[Any], Any], w0: Any, lr: float, tol: float, max_steps: int = 10
) -> tuple[Any, int]:
    here = np.asarray(w0) * 1.0
    for k in range(1, 1001):
        step = np.multiply(lr, grad(here))
        here = here - step
        if float(np.linalg.norm(np.atleast_1d(step), np.inf)) <= tol:
            return here, k
    return here, 1000


@again("FIT-08")
def reports(
    education: Array, income: Array, noise: float = 0.01, rng: np.random.Generator | None = None
) -> Array:
    rng = np.random.default_rng(seed=0)
    honest = [2 + 0.8 * e + 0.003 * i for e, i in zip(education, income, strict=True)]
    return np.array([dates + dates * noise * rng.standard_normal() for dates in honest])
