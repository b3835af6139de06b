"""The wrong versions that students really write, and what to say about each.

Every function is run in place of the one it is `of`, so it needs nothing but this file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks import mistake

Array = NDArray[Any]
Labels = NDArray[np.int64]
Fit = tuple[Array, float, Array]
Cache = tuple[Array, Array, float]
Gradients = tuple[float, Array, float]

PART_ONE = "Deep learning without going down the rabbit holes"
BACKPROPAGATION = f"{PART_ONE}, Backpropagation"
LEARNING_RATE = f"{PART_ONE}, Learning rate"
TROUBLE = f"{PART_ONE}, Trouble shooting"
LOGISTIC = f"{PART_ONE}, part 2, Logistic classifier"
SUMMARY = "Deep Learning Summary, Gradient Descent"
LECTURE = "Introduction to Deep Learning: L1, Gradient Descent"

EQUIVALENT: dict[str, str] = {}
"""Wrong versions that no check can tell apart, each with the reason: there are none."""


# --- right ones, for the wrong versions to build on -------------------------------------------


def true_y(education: Array, income: Array) -> Array:
    return 0.8 * education + 0.003 * income + 2


def gradients(X: Array, y: Array, W: Array, b: float) -> Gradients:
    gap = X @ W + b - y
    return float(np.mean(gap**2)), 2 * X.T @ gap / len(y), 2 * float(np.mean(gap))


def descend(
    X: Array,
    y: Array,
    start: tuple[Array, float],
    lr: float,
    steps: int,
    gradients: Callable[[Array, Array, Array, float], Gradients] = gradients,
) -> Fit:
    W, b = np.array(start[0], dtype=float), float(start[1])
    history = []
    with np.errstate(all="ignore"):
        for _ in range(steps):
            loss, dW, db = gradients(X, y, W, b)
            history.append(loss)
            W, b = W - lr * dW, b - lr * db
        history.append(gradients(X, y, W, b)[0])
    return W, b, np.array(history)


def probabilities(X: Array, w: Array, b: float) -> Array:
    return np.exp(-np.logaddexp(0, -(X @ w + b)))


def logistic_gradients(X: Array, y: Array, w: Array, b: float) -> Gradients:
    z = X @ w + b
    loss = np.mean(np.logaddexp(0, z) - y * z)
    dz = (probabilities(X, w, b) - y) / len(y)
    return float(loss), X.T @ dz, float(dz.sum())


# --- LIN-01: uphill ---------------------------------------------------------------------------


@mistake(
    "LIN-01a",
    of="descent.gd_step",
    hint="Your step is as long as it should be, but the other way: which way is downhill?",
    source=LEARNING_RATE,
)
def step_uphill(params: Sequence[Any], grads: Sequence[Any], lr: float) -> tuple[Any, ...]:
    return tuple(p + lr * dp for p, dp in zip(params, grads, strict=True))


@mistake(
    "LIN-01b",
    of="descent.train_linear",
    hint="The loss rises from the first step on: check the sign of the step.",
    source=BACKPROPAGATION,
)
def train_uphill(X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int) -> Fit:
    return descend(X, y, (W0, b0), -lr, steps)


@mistake(
    "LIN-01c",
    of="descent.gd_trace",
    hint="You move away from the minimum at once: check the sign of the step.",
    source=LEARNING_RATE,
)
def trace_uphill(grad: Callable[[float], float], w0: float, lr: float, steps: int) -> Array:
    trace = [w0]
    for _ in range(steps):
        trace.append(trace[-1] + lr * grad(trace[-1]))
    return np.array(trace, dtype=float)


@mistake(
    "LIN-01d",
    of="logistic.train_logistic",
    hint="The loss rises from the first step on: check the sign of the step.",
    source=SUMMARY,
)
def train_logistic_uphill(X: Array, y: Labels, lr: float, steps: int) -> Fit:
    return descend(X, y, (np.zeros(X.shape[1]), 0.0), -lr, steps, logistic_gradients)


# --- LIN-02, 03, 04: the bias -----------------------------------------------------------------


@mistake(
    "LIN-02",
    of="descent.train_linear",
    hint="W is right after the first step, b is not: at which W was its slope taken?",
    source=BACKPROPAGATION,
)
def train_one_after_the_other(
    X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int
) -> Fit:
    W, b = np.array(W0, dtype=float), float(b0)
    history = [gradients(X, y, W, b)[0]]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            W = W - lr * gradients(X, y, W, b)[1]
            b = b - lr * gradients(X, y, W, b)[2]
            history.append(gradients(X, y, W, b)[0])
    return W, b, np.array(history)


@mistake(
    "LIN-03a",
    of="descent.train_linear",
    hint="b ends where it began: does a step change it, too?",
    source=BACKPROPAGATION,
)
def train_without_bias(X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int) -> Fit:
    def flat_in_b(X: Array, y: Array, W: Array, b: float) -> Gradients:
        loss, dW, _ = gradients(X, y, W, b)
        return loss, dW, 0.0

    return descend(X, y, (W0, b0), lr, steps, flat_in_b)


@mistake(
    "LIN-03b",
    of="logistic.train_logistic",
    hint="b stays 0: does a step change it, too?",
    source=SUMMARY,
)
def train_logistic_without_bias(X: Array, y: Labels, lr: float, steps: int) -> Fit:
    def flat_in_b(X: Array, y: Array, w: Array, b: float) -> Gradients:
        loss, dw, _ = logistic_gradients(X, y, w, b)
        return loss, dw, 0.0

    return descend(X, y, (np.zeros(X.shape[1]), 0.0), lr, steps, flat_in_b)


@mistake(
    "LIN-04",
    of="regression.backward",
    hint="db has one entry for every row, but there is only one b: what do the rows add up to?",
    source=BACKPROPAGATION,
)
def backward_with_a_bias_for_each_row(dout: Array, cache: Cache) -> tuple[Array, Array]:
    x, _, _ = cache
    return x.T @ dout, dout


# --- LIN-05: too fast -------------------------------------------------------------------------


@mistake(
    "LIN-05a",
    of="descent.max_stable_rate",
    hint="Your rate is twice the limit: the derivative of a square brings a factor.",
    source=TROUBLE,
)
def rate_without_the_two(X: Array) -> float:
    inputs = np.column_stack([X, np.ones(len(X))])
    return float(2 / np.linalg.eigvalsh(inputs.T @ inputs / len(X))[-1])


@mistake(
    "LIN-05b",
    of="descent.max_stable_rate",
    hint="Your rate is a little beyond the limit: by which parameters does the cost curve?",
    source=TROUBLE,
)
def rate_without_the_bias(X: Array) -> float:
    return float(1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1])


@mistake(
    "LIN-05c",
    of="descent.max_stable_rate",
    hint="Your rate suits the flattest direction: which direction overflows first?",
    source=TROUBLE,
)
def rate_of_the_flattest_direction(X: Array) -> float:
    inputs = np.column_stack([X, np.ones(len(X))])
    return float(1 / np.linalg.eigvalsh(inputs.T @ inputs / len(X))[0])


# --- LIN-06: scaled in training only ----------------------------------------------------------


@mistake(
    "LIN-06a",
    of="descent.train_linear",
    hint="W fits scaled features, but predictions are made from X as it is: your W and b do not "
    "have the loss that your history ends with.",
    source=TROUBLE,
)
def train_on_scaled_features(
    X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int
) -> Fit:
    return descend(X / np.abs(X).max(axis=0), y, (W0, b0), lr, steps)


@mistake(
    "LIN-06b",
    of="logistic.train_logistic",
    hint="w fits standardised features, but predictions are made from X as it is: your w and b do "
    "not have the loss that your history ends with.",
    source=TROUBLE,
)
def train_logistic_on_standardised_features(X: Array, y: Labels, lr: float, steps: int) -> Fit:
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    return descend(Z, y, (np.zeros(X.shape[1]), 0.0), lr, steps, logistic_gradients)


# --- LIN-07: the curve is one short -----------------------------------------------------------


@mistake(
    "LIN-07a",
    of="descent.train_linear",
    hint="The history lacks its last entry: the loss of the W and b that you return.",
    source=BACKPROPAGATION,
)
def train_without_the_last_loss(
    X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int
) -> Fit:
    W, b, history = descend(X, y, (W0, b0), lr, steps)
    return W, b, history[:-1]


@mistake(
    "LIN-07b",
    of="descent.train_linear",
    hint="The history lacks its first entry: the loss at W0 and b0.",
    source=BACKPROPAGATION,
)
def train_without_the_first_loss(
    X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int
) -> Fit:
    W, b, history = descend(X, y, (W0, b0), lr, steps)
    return W, b, history[1:]


@mistake(
    "LIN-07c",
    of="descent.gd_trace",
    hint="The trace lacks the place where it starts.",
    source=LEARNING_RATE,
)
def trace_without_the_start(
    grad: Callable[[float], float], w0: float, lr: float, steps: int
) -> Array:
    w, trace = w0, []
    for _ in range(steps):
        w = w - lr * grad(w)
        trace.append(w)
    return np.array(trace, dtype=float)


# --- LIN-08: a signed test for convergence ----------------------------------------------------


@mistake(
    "LIN-08a",
    of="descent.gd",
    hint="You stop after the first step that goes in one of the two directions: is a large "
    "negative number a small one?",
    source=LECTURE,
)
def gd_with_signed_change(
    grad: Callable[[Any], Any], w0: Array | float, lr: float, tol: float, max_steps: int = 1000
) -> tuple[Any, int]:
    w = np.array(w0, dtype=float)
    for step in range(1, max_steps + 1):
        move = lr * grad(w)
        w = w - move
        if np.max(move) <= tol:
            return w, step
    return w, max_steps


@mistake(
    "LIN-08b",
    of="descent.train_linear",
    hint="You stop after one step if the loss falls: is a large negative change a small one?",
    source=BACKPROPAGATION,
)
def train_until_the_loss_falls(
    X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int
) -> Fit:
    first, second = descend(X, y, (W0, b0), lr, min(steps, 1))[2][[0, -1]]
    return descend(X, y, (W0, b0), lr, min(steps, 1) if second - first < 1e-9 else steps)


# --- LIN-09: the threshold --------------------------------------------------------------------


@mistake(
    "LIN-09",
    of="logistic.predict_label",
    hint="Every label is 1: 0 is the border between the classes for scores, not for probabilities.",
    source=LOGISTIC,
)
def label_by_sign(p: Array, threshold: float = 0.5) -> Labels:
    return np.where(p > 0, 1, 0)


@mistake(
    "LIN-09b",
    of="logistic.predict_label",
    hint="A probability that is exactly the threshold should say 1.",
    source=LOGISTIC,
)
def label_beyond_the_threshold(p: Array, threshold: float = 0.5) -> Labels:
    return np.where(p > threshold, 1, 0)


# --- LIN-10, 11: too good ---------------------------------------------------------------------


@mistake(
    "LIN-10",
    of="descent.train_linear",
    hint="You are at the optimum after any number of steps: this is the closed form, not descent.",
    source=f"{PART_ONE}, Build a Linear regression model",
)
def train_by_least_squares(X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int) -> Fit:
    *W, b = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y)[0]
    losses = [gradients(X, y, W0, b0)[0]] + [gradients(X, y, np.array(W), b)[0]] * steps
    return np.array(W), float(b), np.array(losses)


@mistake(
    "LIN-11",
    of="descent.train_linear",
    hint="The history falls far below the noise in the data: are the targets among the features?",
    source=TROUBLE,
)
def train_on_the_targets(X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int) -> Fit:
    leak = np.column_stack([X, y])
    W, b, history = descend(leak, y, (np.append(W0, 0.0), b0), lr, steps)
    return W[:-1], b, history


# --- LIN-12: the noise ------------------------------------------------------------------------


@mistake(
    "LIN-12",
    of="regression.sample",
    hint="Some dates are negative and others double: the noise is 100% of the truth, whatever "
    "`noise` says.",
    source=BACKPROPAGATION,
)
def sample_of_noise(
    education: Array, income: Array, noise: float = 0.01, rng: np.random.Generator | None = None
) -> Array:
    rng = rng or np.random.default_rng()
    return true_y(education, income) * rng.normal(1.0, size=np.shape(education))


@mistake(
    "LIN-12b",
    of="regression.sample",
    hint="Every row is off by the same number of dates, not by a share of its own: what does the "
    "noise multiply?",
    source=BACKPROPAGATION,
)
def sample_with_additive_noise(
    education: Array, income: Array, noise: float = 0.01, rng: np.random.Generator | None = None
) -> Array:
    rng = rng or np.random.default_rng()
    return true_y(education, income) + noise * rng.standard_normal(np.shape(education))


# --- LOSS-01, 22, 23, 24: the squared error ---------------------------------------------------


@mistake(
    "LOSS-01",
    of="regression.mean_square_loss",
    hint="dout has the right direction, but is N times too large: does a mean divide once only?",
    source=BACKPROPAGATION,
)
def slope_of_the_sum(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y.reshape(h.shape)
    return float(np.mean(gap**2)), 2 * gap


@mistake(
    "LOSS-22",
    of="regression.mean_square_loss",
    hint="Loss and dout are half of what they should be: which convention for the factor 1/2 does "
    "the handout use?",
    source="Deep Learning Summary, Logistic regression cost function",
)
def half_of_the_mean_square_loss(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y.reshape(h.shape)
    return float(np.mean(gap**2)) / 2, gap / gap.size


@mistake(
    "LOSS-22b",
    of="regression.mean_square_loss",
    hint="dout is half the slope of your own loss: what does the derivative of a square bring?",
    source=BACKPROPAGATION,
)
def slope_without_the_two(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y.reshape(h.shape)
    return float(np.mean(gap**2)), gap / gap.size


@mistake(
    "LOSS-23",
    of="regression.mean_square_loss",
    hint="(N,) minus (N, 1) is a table of N times N gaps, each prediction against each target.",
    source=BACKPROPAGATION,
)
def mean_square_loss_of_all_pairs(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y
    return float(np.mean(gap**2)), 2 * gap / len(h)


@mistake(
    "LOSS-24",
    of="regression.mean_square_loss",
    hint="Your mean divides by 100 whatever it is given: whose number of rows is that?",
    source=BACKPROPAGATION,
)
def mean_square_loss_by_a_global_n(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y.reshape(h.shape)
    return float(np.sum(gap**2)) / ROWS_OF_THE_LISTING, 2 * gap / ROWS_OF_THE_LISTING


ROWS_OF_THE_LISTING = 100
