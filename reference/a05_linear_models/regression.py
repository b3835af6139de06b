"""Linear regression: where the data comes from, a forward pass, a loss, and the way back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ANSWERS = {
    "q1": "Nothing but the name: both are sigmoid(x·w + b)",
    "q2": "A smaller learning rate",
    "q3": (
        "The cost is steep along one weight and nearly flat along the other, and the steep "
        "one sets the limit"
    ),
    "q4": "An array (N, N) of all differences, without a warning",
    "q5": "Xᵀ dout, which sums over the rows",
}

Array = NDArray[np.float64]
Cache = tuple[Array, Array, float]


def true_y(education: Array, income: Array) -> Array:
    """The oracle: dates for years of education and monthly income, both (N,) -> (N,).

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    return 0.8 * education + 0.003 * income + 2


def sample(
    education: Array, income: Array, noise: float = 0.01, rng: np.random.Generator | None = None
) -> Array:
    """The oracle's answers, each off by a normal share of itself: (N,), (N,) -> (N,).

    `noise` is the standard deviation of that share; `rng` gives one normal number a row.
    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    rng = rng or np.random.default_rng()
    dates = true_y(education, income)
    return dates * (1 + noise * rng.standard_normal(np.shape(dates)))


def forward(x: Array, W: Array, b: float) -> tuple[Array, Cache]:
    """x (N, D), W (D,), b -> out (N,), and what `backward` needs.

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    return x @ W + b, (x, W, b)


def mean_square_loss(h: Array, y: Array) -> tuple[float, Array]:
    """Predictions h and targets y, N each -> the mean squared gap, and its gradient by h.

    The gradient has the shape of h, whether that and y are (N,) or (N, 1).
    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    gap = h - y.reshape(h.shape)
    return float(np.mean(gap**2)), 2 * gap / gap.size


def backward(dout: Array, cache: Cache) -> tuple[Array, float]:
    """dout (N,) -> dW (D,), db.

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    x, _, _ = cache
    return x.T @ dout, float(np.sum(dout))


def compute_loss(
    X: Array, W: Array, b: float, y: Array | None = None
) -> Array | tuple[float, Array, float]:
    """X (N, D), W (D,), b -> predictions (N,); with targets y: loss, dW (D,), db.

    Source: "Deep learning without going down the rabbit holes", Backpropagation.
    """
    h, cache = forward(X, W, b)
    if y is None:
        return h
    loss, dout = mean_square_loss(h, y)
    return loss, *backward(dout, cache)
