"""The mistakes as another person writes them.

How often mistakes are named is measured on these: to find one by comparing it with itself would
prove little. `grader validate` asks for a third of them, drawn by lot.
"""

import math

import numpy as np

from grader.checks import again


def yes(row, w, b):
    """The probability of one row."""
    return 1 / (1 + math.exp(-sum(row * w) - b))


@again("NEURON-01")
def row_by_row(x, w, b):
    return np.array([yes(row, w, 0.0) for row in x])


@again("NEURON-02")
def softmax_of_a_column(x, w, b):
    z = np.dot(x, w)
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum()


@again("NEURON-03")
def sums_over_rows(x, y, w, b):
    cost, dw, db = 0.0, np.zeros(len(w)), 0.0
    for row, label in zip(x, y, strict=True):
        p = yes(row, w, b)
        cost -= math.log(p if label == 1 else 1 - p)
        dw, db = dw + (p - label) * row, db + p - label
    return cost / len(x), dw, db


@again("NEURON-04")
def steps_along_the_gradient(x, y, w, b, rate, steps):
    for _ in range(steps):
        wrong = np.array([yes(row, w, b) for row in x]) - y
        w, b = w + rate * (x.T @ wrong) / len(x), b + rate * wrong.mean()
    return w, b


@again("NEURON-05")
def steps_into_the_start(x, y, w, b, rate, steps):
    for _ in range(steps):
        wrong = np.array([yes(row, w, b) for row in x]) - y
        w[:] = w - rate * (wrong @ x) / len(x)
        b = b - rate * wrong.mean()
    return w, b


@again("NEURON-06")
def plus_and_minus(x, w, b):
    return np.array([1 if yes(row, w, b) > 0.5 else -1 for row in x])
