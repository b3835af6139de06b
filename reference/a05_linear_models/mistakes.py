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

CATALOGUE = ("LIN-01 .. LIN-12", "LOSS-23", "LOSS-24")
"""The entries of the catalogue of mistakes that belong here."""

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
    hint="Your step is as long as it should be, but the other way. "
    "In which direction does a gradient point?",
    source=LEARNING_RATE,
)
def step_uphill(params: Sequence[Any], grads: Sequence[Any], lr: float) -> tuple[Any, ...]:
    return tuple(p + lr * dp for p, dp in zip(params, grads, strict=True))


@mistake(
    "LIN-01b",
    of="descent.train_linear",
    hint="Your training climbs: the loss rises from the first step on. "
    "In which direction does a gradient point?",
    source=BACKPROPAGATION,
)
def train_uphill(X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int) -> Fit:
    return descend(X, y, (W0, b0), -lr, steps)


@mistake(
    "LIN-01c",
    of="descent.gd_trace",
    hint="You move away from the minimum at every step. "
    "In which direction does a derivative point?",
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
    hint="Your training climbs: the loss rises from the first step on. "
    "In which direction does a gradient point?",
    source=SUMMARY,
)
def train_logistic_uphill(X: Array, y: Labels, lr: float, steps: int) -> Fit:
    return descend(X, y, (np.zeros(X.shape[1]), 0.0), -lr, steps, logistic_gradients)


# --- LIN-02, 03, 04: the bias -----------------------------------------------------------------


@mistake(
    "LIN-02",
    of="descent.train_linear",
    hint="W is right after the first step and b is not. At which W was the slope of b taken?",
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
    hint="W learns, and b ends where it began. Which parameters does one of your steps change?",
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
    hint="w learns, and b stays 0. Which parameters does one of your steps change?",
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
    hint="Your db has one entry for every row, but there is only one b. "
    "What becomes of the pulls of all rows on it?",
    source=BACKPROPAGATION,
)
def backward_with_a_bias_for_each_row(dout: Array, cache: Cache) -> tuple[Array, Array]:
    x, _, _ = cache
    return x.T @ dout, dout


# --- LIN-05: too fast -------------------------------------------------------------------------


@mistake(
    "LIN-05a",
    of="descent.max_stable_rate",
    hint="Your rate is twice the limit, so your curvature is half of the real one. "
    "What does the derivative of a square bring?",
    source=TROUBLE,
)
def rate_without_the_two(X: Array) -> float:
    inputs = np.column_stack([X, np.ones(len(X))])
    return float(2 / np.linalg.eigvalsh(inputs.T @ inputs / len(X))[-1])


@mistake(
    "LIN-05b",
    of="descent.max_stable_rate",
    hint="Your rate is beyond the limit, because a direction is missing from your curvature. "
    "By which parameters does the cost curve?",
    source=TROUBLE,
)
def rate_without_the_bias(X: Array) -> float:
    return float(1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1])


@mistake(
    "LIN-05c",
    of="descent.max_stable_rate",
    hint="Your rate suits the flattest direction, and the steepest one overflows. "
    "Which of the curvatures sets the limit?",
    source=TROUBLE,
)
def rate_of_the_flattest_direction(X: Array) -> float:
    inputs = np.column_stack([X, np.ones(len(X))])
    return float(1 / np.linalg.eigvalsh(inputs.T @ inputs / len(X))[0])


# --- LIN-06: scaled in training only ----------------------------------------------------------


@mistake(
    "LIN-06a",
    of="descent.train_linear",
    hint="Your W fits features that were scaled inside, but predictions are made from X as it "
    "is. Which loss do your W and b have on X itself?",
    source=TROUBLE,
)
def train_on_scaled_features(
    X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int
) -> Fit:
    return descend(X / np.abs(X).max(axis=0), y, (W0, b0), lr, steps)


@mistake(
    "LIN-06b",
    of="logistic.train_logistic",
    hint="Your w fits features that were standardised inside, but predictions are made from X "
    "as it is. Which loss do your w and b have on X itself?",
    source=TROUBLE,
)
def train_logistic_on_standardised_features(X: Array, y: Labels, lr: float, steps: int) -> Fit:
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    return descend(Z, y, (np.zeros(X.shape[1]), 0.0), lr, steps, logistic_gradients)


# --- LIN-07: the curve is one short -----------------------------------------------------------


@mistake(
    "LIN-07a",
    of="descent.train_linear",
    hint="Your history ends one entry early. What is the loss of the W and b that you return?",
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
    hint="Your history begins one entry late. What is the loss at W0 and b0?",
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
    hint="Your trace lacks the place where it starts. "
    "How many places are there after no step at all?",
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
    hint="You stop too early, after a step in one of the two directions. "
    "Is a large negative number a small one?",
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
    hint="You stop after one step if the loss falls. Is a large negative change a small one?",
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
    hint="Every label is 1, for every probability is above 0. "
    "From where on does a probability mean yes?",
    source=LOGISTIC,
)
def label_by_sign(p: Array, threshold: float = 0.5) -> Labels:
    return np.where(p > 0, 1, 0)


@mistake(
    "LIN-09b",
    of="logistic.predict_label",
    hint="Only a probability that is exactly the threshold is wrong. Does it reach the threshold?",
    source=LOGISTIC,
)
def label_beyond_the_threshold(p: Array, threshold: float = 0.5) -> Labels:
    return np.where(p > threshold, 1, 0)


# --- LIN-10, 11: too good ---------------------------------------------------------------------


@mistake(
    "LIN-10",
    of="descent.train_linear",
    hint="You are at the optimum after a single step, which is the closed form and not descent. "
    "How far does one step of this rate lead?",
    source=f"{PART_ONE}, Build a Linear regression model",
)
def train_by_least_squares(X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int) -> Fit:
    *W, b = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y)[0]
    losses = [gradients(X, y, W0, b0)[0]] + [gradients(X, y, np.array(W), b)[0]] * steps
    return np.array(W), float(b), np.array(losses)


@mistake(
    "LIN-11",
    of="descent.train_linear",
    hint="Your history belongs to a model that is shown the targets, not to the W and b that you "
    "return. Which columns do you train on?",
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
    hint="Some dates are negative and others double: "
    "your noise is 100% of the truth, whatever `noise` says. "
    "What mean and what spread has your factor?",
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
    hint="Every row is off by about as many dates, and not by a share of its own. "
    "What does the noise multiply?",
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
    hint="dout is N times the slope of your loss. The loss is a mean over N rows: "
    "is dout the derivative of that mean?",
    source=BACKPROPAGATION,
)
def slope_of_the_sum(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y.reshape(h.shape)
    return float(np.mean(gap**2)), 2 * gap


@mistake(
    "LOSS-22",
    of="regression.mean_square_loss",
    hint="Loss and dout are half of what they should be. "
    "Which convention for the factor 1/2 does the handout use?",
    source="Deep Learning Summary, Logistic regression cost function",
)
def half_of_the_mean_square_loss(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y.reshape(h.shape)
    return float(np.mean(gap**2)) / 2, gap / gap.size


@mistake(
    "LOSS-22b",
    of="regression.mean_square_loss",
    hint="dout is half the slope of your own loss. What does the derivative of a square bring?",
    source=BACKPROPAGATION,
)
def slope_without_the_two(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y.reshape(h.shape)
    return float(np.mean(gap**2)), gap / gap.size


@mistake(
    "LOSS-23",
    of="regression.mean_square_loss",
    hint="A row (N,) and a column (N, 1) meet and give a table of N times N gaps. "
    "Which shape should h - y have?",
    source=BACKPROPAGATION,
)
def mean_square_loss_of_all_pairs(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y
    return float(np.mean(gap**2)), 2 * gap / len(h)


@mistake(
    "LOSS-24",
    of="regression.mean_square_loss",
    hint="Your mean divides by 100, whatever it is given. Whose number of rows is that?",
    source=BACKPROPAGATION,
)
def mean_square_loss_by_a_global_n(h: Array, y: Array) -> tuple[float, Array]:
    gap = h - y.reshape(h.shape)
    return float(np.sum(gap**2)) / ROWS_OF_THE_LISTING, 2 * gap / ROWS_OF_THE_LISTING


ROWS_OF_THE_LISTING = 100


# --- beyond the catalogue ---------------------------------------------------------------------


@mistake(
    "FIT-01",
    of="regression.true_y",
    hint="Everybody has two dates too few. What do you get for no school and no income?",
    source=BACKPROPAGATION,
)
def true_y_for_nothing_is_nothing(education: Array, income: Array) -> Array:
    return 0.8 * education + 0.003 * income


@mistake(
    "FIT-02",
    of="regression.forward",
    hint="Every prediction is off by the same number, and it is b. Where does b enter out?",
    source=BACKPROPAGATION,
)
def forward_without_bias(x: Array, W: Array, b: float) -> tuple[Array, Cache]:
    return x @ W, (x, W, b)


@mistake(
    "FIT-03",
    of="logistic.logistic_predict",
    hint="You return scores, below 0 and above 1 among them, where probabilities are asked. What "
    "turns a score into a probability?",
    source="Deep Learning Summary, Logistic regression",
)
def predict_scores(X: Array, w: Array, b: float) -> Array:
    return X @ w + b


@mistake(
    "FIT-04",
    of="descent.cost_surface",
    hint="Your table is turned over: its rows belong to w2. Which of the two weights does the "
    "first index count?",
    source=f"{PART_ONE}, Gradient descent",
)
def surface_turned_over(X: Array, y: Array, b: float, w1: Array, w2: Array) -> Array:
    pairs = np.array([[(first, second) for first in w1] for second in w2])
    surface: Array = np.mean((pairs @ X.T + b - y) ** 2, axis=-1)
    return surface


@mistake(
    "FIT-05",
    of="logistic.logistic_predict",
    hint="Your probabilities are right for scores up to 709 and nan beyond. What is exp(10000), "
    "and what is inf / inf?",
    source="Deep Learning Summary, Logistic regression",
)
def predict_by_a_ratio(X: Array, w: Array, b: float) -> Array:
    with np.errstate(all="ignore"):
        odds = np.exp(X @ w + b)
        return np.asarray(odds / (1 + odds))


@mistake(
    "FIT-06",
    of="regression.compute_loss",
    hint="compute_loss hands backward the predictions, where the derivative of the loss by them is "
    "asked. What does mean_square_loss return besides the loss?",
    source=BACKPROPAGATION,
)
def compute_loss_from_predictions(
    X: Array, W: Array, b: float, y: Array | None = None
) -> Array | Gradients:
    out = X @ W + b
    if y is None:
        return out
    return float(np.mean((out - y.reshape(out.shape)) ** 2)), X.T @ out, float(out.sum())


@mistake(
    "FIT-07",
    of="descent.gd",
    hint="Your gd makes 1000 steps, whatever max_steps says. What ends your loop?",
    source=LECTURE,
)
def gd_of_a_thousand_steps(
    grad: Callable[[Any], Any], w0: Array | float, lr: float, tol: float, max_steps: int = 1000
) -> tuple[Any, int]:
    w, steps = np.array(w0, dtype=float), 0
    while steps < 1000:
        before, w = w, w - lr * grad(w)
        steps += 1
        if np.all(np.abs(w - before) <= tol):
            break
    return w, steps


@mistake(
    "FIT-08",
    of="regression.sample",
    hint="Everybody gets the same noise in every call, whichever generator you are given. "
    "Which generator do you draw from?",
    source=BACKPROPAGATION,
)
def sample_with_a_seed_of_its_own(
    education: Array, income: Array, noise: float = 0.01, rng: np.random.Generator | None = None
) -> Array:
    own = np.random.default_rng(0)
    return true_y(education, income) * (1 + noise * own.standard_normal(np.shape(education)))


@mistake(
    "FIT-09",
    of="logistic.train_logistic",
    hint="Your steps have the right direction and are N times too short. "
    "How often is something divided by N on the way to dw?",
    source=SUMMARY,
)
def train_logistic_by_short_steps(X: Array, y: Labels, lr: float, steps: int) -> Fit:
    return descend(X, y, (np.zeros(X.shape[1]), 0.0), lr / len(y), steps, logistic_gradients)
