"""A third of the mistakes as another person writes them, so that naming is not measured on itself.

Same values as in `mistakes.py`, by other code: row by row, by index, by einsum.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks import again

Array = NDArray[Any]
LossAndGradient = tuple[float, Array]


def row_by_row(x: Array) -> Array:
    """Probabilities (N, K), computed for one row after the other."""
    rows = []
    for scores in x:
        weights = np.exp(scores - np.max(scores))
        rows.append(weights / np.sum(weights))
    return np.array(rows)


def cost(scores: Array, label: int) -> float:
    """What one row costs, from its scores."""
    highest = float(np.max(scores))
    return highest + math.log(math.fsum(np.exp(scores - highest))) - float(scores[label])


def costs(x: Array, y: Array) -> list[float]:
    return [cost(scores, int(label)) for scores, label in zip(x, y, strict=True)]


def less_the_label(x: Array, y: Array) -> Array:
    """Probabilities, less 1 at the true class: the slope of the sum of all rows."""
    p = row_by_row(x)
    for i, label in enumerate(y):
        p[i, label] -= 1
    return p


@again("LOSS-01")
def softmax_loss_with_slopes_of_rows(x: Array, y: Array) -> LossAndGradient:
    return float(np.mean(costs(x, y))), less_the_label(x, y)


@again("LOSS-02")
def softmax_loss_averaging_an_average(x: Array, y: Array) -> LossAndGradient:
    N = x.shape[0]
    dscores = less_the_label(x, y)
    dscores /= N
    return sum(costs(x, y)) / N, np.einsum("nk->nk", dscores) / N


@again("LOSS-04")
def softmax_loss_pushing_the_label(x: Array, y: Array) -> LossAndGradient:
    dx = row_by_row(x)
    for i in range(len(y)):
        dx[i][y[i]] += 1
    return float(np.mean(costs(x, y))), dx / len(y)


@again("LOSS-09")
def softmax_loss_by_a_mean_of_everything(x: Array, y: Array) -> LossAndGradient:
    table = np.zeros(x.shape)
    table[range(len(y)), y] = costs(x, y)
    return float(table.mean()), less_the_label(x, y) / x.size


@again("LOSS-10")
def softmax_loss_by_the_number_of_columns(x: Array, y: Array) -> LossAndGradient:
    count = len(x[0])
    return math.fsum(costs(x, y)) / count, less_the_label(x, y) / count


@again("LOSS-11")
def softmax_loss_by_log2(x: Array, y: Array) -> LossAndGradient:
    bits = [nats * math.log2(math.e) for nats in costs(x, y)]
    return sum(bits) / len(bits), less_the_label(x, y) / len(y)


@again("LOSS-14-LOSS")
def softmax_loss_shifting_its_scores(x: Array, y: Array) -> LossAndGradient:
    for i in range(len(x)):
        x[i] = x[i] - max(x[i])
    loss = sum(math.log(np.exp(row).sum()) - row[label] for row, label in zip(x, y, strict=True))
    return float(loss / len(x)), less_the_label(x, y) / len(x)


@again("LOSS-12")
def softmax_by_the_formula(z: Array) -> Array:
    p = np.empty(np.shape(z))
    for i, scores in enumerate(z):
        e = np.exp(scores)
        p[i] = e / e.sum()
    return p


@again("LOSS-11-BASE")
def cross_entropy_in_bits(p: Array, q: Array, base: float = math.e) -> float:
    bits = [pi * math.log2(1 / qi) for pi, qi in zip(p, q, strict=True) if pi > 0]
    return math.fsum(bits)


@again("LOSS-01-BCE")
def bce_with_slopes_of_rows(z: Array, y: Array) -> LossAndGradient:
    labels = np.reshape(y, z.shape)
    loss = np.maximum(z, 0) - labels * z + np.log1p(np.exp(-np.abs(z)))
    return float(loss.mean()), 0.5 * (1 + np.tanh(z / 2)) - labels


@again("LOSS-19")
def bce_returning_dp(z: Array, y: Array) -> LossAndGradient:
    p = 1 / (1 + np.exp(-z))
    labels = np.reshape(y, z.shape)
    loss = np.where(labels == 1, np.logaddexp(0, -z), np.logaddexp(0, z)).mean()
    return float(loss), ((1 - labels) / (1 - p) - labels / p) / len(z)


@again("LOSS-20")
def bce_chained_once_too_often(z: Array, y: Array) -> LossAndGradient:
    labels = np.reshape(y, z.shape)
    p = np.where(z >= 0, 1, np.exp(np.minimum(z, 0))) / (1 + np.exp(-np.abs(z)))
    slope = p - p**2
    loss = np.maximum(z, 0) - labels * z + np.log1p(np.exp(-np.abs(z)))
    return float(np.sum(loss) / z.shape[0]), slope * (p - labels) / z.shape[0]


@again("LOSS-22-SLOPE")
def mean_square_forgetting_the_exponent(h: Array, y: Array) -> LossAndGradient:
    gaps = [float(a) - float(b) for a, b in zip(h.ravel(), y.ravel(), strict=True)]
    loss = math.fsum(gap * gap for gap in gaps) / len(gaps)
    return loss, np.array([gap / len(gaps) for gap in gaps]).reshape(h.shape)


@again("LOSS-23")
def mean_square_of_a_table(h: Array, y: Array) -> LossAndGradient:
    table = np.subtract(h, y)
    return float(np.average(np.square(table))), (table + table) / h.shape[0]


@again("LOSS-30")
def nll_after_multiplying(p: Array) -> float:
    product = np.float64(1.0)
    for probability in p:
        product = product * probability
    return float(-np.log(product))


@again("LOSS-17")
def bce_of_the_log_likelihood(p: Array, y: Array, eps: float = 1e-12) -> LossAndGradient:
    labels, N = np.reshape(y, p.shape), len(p)
    happened = np.where(labels == 1, np.clip(p, eps, 1 - eps), 1 - np.clip(p, eps, 1 - eps))
    return math.fsum(np.log(happened).ravel()) / N, np.where(labels == 1, 1, -1) / happened / N


@again("INFO-01")
def bits_a_word(p: Array, lengths: Array) -> float:
    return sum(float(length) for length in lengths) / len(lengths)
