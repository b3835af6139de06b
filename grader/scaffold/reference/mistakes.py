"""What students get wrong, and what to say about it.

A report names a mistake when a submission returns what the wrong version returns, and
`grader validate` hands every wrong version in, to see whether the checks catch it.
"""

import numpy as np

from grader.checks import mistake

CATALOGUE = ("NEURON-01 .. NEURON-06",)
"""The ids that the assignment promises to know."""


# The right versions, for the wrong ones to build on.


def probability(x, w, b):
    return 1 / (1 + np.exp(-(x @ w + b)))


def loss(x, y, w, b):
    p = probability(x, w, b)
    dz = (p - y) / len(x)
    return -np.mean(np.log(np.where(y == 1, p, 1 - p))), dz @ x, np.sum(dz)


# The wrong ones.


@mistake(
    "NEURON-01",
    of="$part.probability",
    hint="Your probabilities do not depend on b. What is the score of a row of zeros?",
    source="The handout, 1. The probability",
)
def probability_without_bias(x, w, b):
    return probability(x, w, 0.0)


@mistake(
    "NEURON-02",
    of="$part.probability",
    hint="Your probabilities of a batch sum to 1. Are its rows rivals, or is each asked alone?",
    source="The handout, 1. The probability",
)
def probability_among_the_rows(x, w, b):
    weights = np.exp(x @ w + b)
    return weights / np.sum(weights)


@mistake(
    "NEURON-03",
    of="$part.loss",
    hint="Your gradient is N times too large. The loss is a mean: is dw the derivative of a mean?",
    source="The handout, 2. The loss",
)
def gradient_of_the_sum(x, y, w, b):
    cost, dw, db = loss(x, y, w, b)
    return cost, dw * len(x), db * len(x)


@mistake(
    "NEURON-04",
    of="$part.train",
    hint="The loss grows with every step. Where does the gradient point, up or down?",
    source="The handout, 3. Training",
)
def train_uphill(x, y, w, b, rate, steps):
    for _ in range(steps):
        _, dw, db = loss(x, y, w, b)
        w, b = w + rate * dw, b + rate * db
    return w, b


@mistake(
    "NEURON-05",
    of="$part.train",
    hint="`w -= ...` writes into the array that you were given. How do you make a new one?",
    source="The handout, 3. Training",
)
def train_in_place(x, y, w, b, rate, steps):
    for _ in range(steps):
        _, dw, db = loss(x, y, w, b)
        w -= rate * dw
        b -= rate * db
    return w, b


@mistake(
    "NEURON-06",
    of="$part.predict",
    hint="You say -1 for no. Which two labels does the handout use?",
    source="The handout, 4. The answer",
)
def predict_signs(x, w, b):
    return np.where(probability(x, w, b) > 0.5, 1, -1)
