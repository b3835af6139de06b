"""The wrong versions that students really write, and what to say about each.

Every function is run in place of the one it is `of`, so it needs nothing but this file.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from grader.checks import mistake

Array = NDArray[np.float64]
Input = Array | float
Labels = NDArray[np.int64]
Activation = Callable[[Array], Array]

LECTURE = "Introduction to Deep Learning: L1, The perceptron: Forward Propagation"
LECTURE_DENSE = "Introduction to Deep Learning: L1, Building Neural Networks with Perceptrons"
LECTURE_EXAMPLE = "Introduction to Deep Learning: L1, Example"
RABBIT_DELTA = "Deep learning without going down the rabbit holes, Delta function"
RABBIT_UNIT = "Deep learning without going down the rabbit holes, What is deep learning (DL)?"
RABBIT_XOR = "Deep learning without going down the rabbit holes, XOR"
SHEET = "Deep Learning (cheat sheet), 1.2. Perceptron of neural networks"
SUMMARY = "Deep Learning Summary, What is a Neural Network"

CATALOGUE = ("ACT-01 .. ACT-03", "ACT-13 .. ACT-16")
"""The entries of the catalogue of mistakes that belong here."""

EQUIVALENT = {
    "ACT-03b": "exp(-z) is inf below about z = -709, and 1 / (1 + inf) is 0, which is right: "
    "NumPy warns of an overflow, but every value is the same",
}


def sigmoid(z: Input) -> Array:
    """The right one, for the wrong versions to build on."""
    small = np.exp(-np.abs(z))
    return np.where(np.greater_equal(z, 0), 1.0, small) / (1.0 + small)


def fires(z: Input) -> Labels:
    """The right threshold, for the wrong versions to build on."""
    return np.where(np.greater_equal(z, 0), 1, 0)


# --- ACT-01: the bias is forgotten ------------------------------------------------------------


@mistake(
    "ACT-01a",
    of="neuron.neuron_forward",
    hint="Your neuron leaves b out: every sum is off by the same number. "
    "Where does b enter your sum?",
    source=LECTURE,
)
def neuron_without_bias(x: Array, w: Array, b: float, activation: Activation = sigmoid) -> Array:
    return activation(x @ w)


@mistake(
    "ACT-01b",
    of="neuron.neuron_forward",
    hint="Your b is added to the output and not to the sum. What is the activation applied to?",
    source=LECTURE,
)
def neuron_with_late_bias(x: Array, w: Array, b: float, activation: Activation = sigmoid) -> Array:
    return activation(x @ w) + b


@mistake(
    "ACT-01c",
    of="neuron.dense_forward",
    hint="Your layer leaves b out: each column of sums is off by its unit's bias. "
    "Where does b enter?",
    source=LECTURE_DENSE,
)
def dense_without_bias(x: Array, W: Array, b: Array, activation: Activation = sigmoid) -> Array:
    return activation(x @ W)


@mistake(
    "ACT-01d",
    of="neuron.side",
    hint="Your line goes through the origin whatever b is. Which term moves a line away from it?",
    source=LECTURE_EXAMPLE,
)
def side_of_a_line_through_the_origin(x: Array, w: Array, b: float) -> Array:
    return np.sign(x @ w)


@mistake(
    "ACT-01e",
    of="xor.layer2",
    hint="For two inputs of 0 your output unit says 0.5, as if it had no bias. "
    "Which of its three numbers counts there?",
    source=RABBIT_XOR,
)
def xor_layer2_without_bias(x1: Input, x2: Input) -> Array:
    return sigmoid(20 * x1 + 20 * x2)


@mistake(
    "ACT-01f",
    of="delta.layer1",
    hint="Both of your units rise at x = 0, so they are equal everywhere. "
    "What shifts a unit to lo or to hi?",
    source=RABBIT_DELTA,
)
def delta_layer1_without_biases(x: Input, lo: float = 0.4, hi: float = 0.5) -> tuple[Array, Array]:
    return sigmoid(1000 * x), sigmoid(1000 * x)


@mistake(
    "ACT-01g",
    of="perceptron.perceptron_step",
    hint="Your step moves w and leaves b where it was. "
    "How many numbers does the perceptron rule change?",
    source=SHEET,
)
def perceptron_step_that_keeps_b(
    w: Array, b: float, x: Array, y: int, alpha: float
) -> tuple[Array, float]:
    return w + alpha * (y - fires(x @ w + b)) * x, b


# --- ACT-02: products where their sum is asked ------------------------------------------------


@mistake(
    "ACT-02a",
    of="neuron.neuron_forward",
    hint="You return D numbers for each row where one is asked. "
    "What becomes of the D products of a row?",
    source=RABBIT_UNIT,
)
def neuron_with_products(x: Array, w: Array, b: float, activation: Activation = sigmoid) -> Array:
    return activation(x * w + b)


@mistake(
    "ACT-02b",
    of="neuron.dense_forward",
    hint="Your answer has three axes where two are asked. Over which of them are products summed?",
    source=LECTURE_DENSE,
)
def dense_with_products(x: Array, W: Array, b: Array, activation: Activation = sigmoid) -> Array:
    return activation(x[:, :, np.newaxis] * W + b)


# --- ACT-03: an exponential that overflows ----------------------------------------------------


@mistake(
    "ACT-03a",
    of="neuron.sigmoid",
    hint="Your sigmoid is right up to z = 709 and nan beyond. "
    "What is exp(10000), and what is inf / inf?",
    source=RABBIT_UNIT,
)
def sigmoid_as_a_ratio(z: Array) -> Array:
    return np.asarray(np.exp(z) / (1 + np.exp(z)))


@mistake(
    "ACT-03b",
    of="neuron.sigmoid",
    hint="Right everywhere, but NumPy warns of an overflow below z = -709. What is exp(10000)?",
    source=RABBIT_UNIT,
)
def sigmoid_with_a_bare_exponential(z: Input) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-np.asarray(z, dtype=float))))


# --- ACT-13: the wrong answer exactly on the line ---------------------------------------------


@mistake(
    "ACT-13a",
    of="neuron.step",
    hint="Your step is wrong in one place only, at z = 0. "
    "Does the handout ask for 0 or for 1 there?",
    source=SUMMARY,
)
def step_above_zero(z: Input) -> Labels:
    return np.where(np.greater(z, 0), 1, 0)


@mistake(
    "ACT-13b",
    of="perceptron.perceptron_step",
    hint="Your step goes wrong only for a point exactly on the line, where z = 0. "
    "What does the unit say there?",
    source=SHEET,
)
def perceptron_step_above_zero(
    w: Array, b: float, x: Array, y: int, alpha: float
) -> tuple[Array, float]:
    error = y - int(x @ w + b > 0)
    return w + alpha * error * x, b + alpha * error


# --- ACT-14: the line moves the wrong way -----------------------------------------------------


@mistake(
    "ACT-14a",
    of="perceptron.perceptron_step",
    hint="Your line moves as far as it should, but away from the point. "
    "Which sign does x have for each of the two kinds of mistake?",
    source=SHEET,
)
def perceptron_step_the_wrong_way(
    w: Array, b: float, x: Array, y: int, alpha: float
) -> tuple[Array, float]:
    error = int(fires(x @ w + b)) - y
    return w + alpha * error * x, b + alpha * error


@mistake(
    "ACT-14b",
    of="perceptron.perceptron_train",
    hint="Your line moves away from the points that it gets wrong, so the mistakes never end. "
    "After a step, is the wrong point nearer to the line or not?",
    source=SHEET,
)
def perceptron_train_the_wrong_way(
    X: Array, y: Labels, alpha: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    return train(X, y, alpha, max_epochs, error=lambda predicted, label: predicted - label)


# --- ACT-15: right points move the line, too --------------------------------------------------


@mistake(
    "ACT-15a",
    of="perceptron.perceptron_step",
    hint="Your line moves at every point, also where it is right already. "
    "What has to be asked before anything moves?",
    source=SHEET,
)
def perceptron_step_at_every_point(
    w: Array, b: float, x: Array, y: int, alpha: float
) -> tuple[Array, float]:
    error = 2 * y - 1
    return w + alpha * error * x, b + alpha * error


@mistake(
    "ACT-15b",
    of="perceptron.perceptron_train",
    hint="In training your line moves at every point, also where it is right already. "
    "Which points should move it?",
    source=SHEET,
)
def perceptron_train_at_every_point(
    X: Array, y: Labels, alpha: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    return train(X, y, alpha, max_epochs, error=lambda predicted, label: 2 * label - 1)


def train(
    X: Array, y: Labels, alpha: float, max_epochs: int, error: Callable[[int, int], int]
) -> tuple[Array, float, list[int]]:
    """The right loop around a wrong idea of the error."""
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes: list[int] = []
    while len(mistakes) < max_epochs and 0 not in mistakes:
        wrong = 0
        for point, label in zip(X, y.tolist(), strict=True):
            predicted = int(fires(point @ w + b))
            wrong += predicted != label
            w = w + alpha * error(predicted, label) * point
            b = b + alpha * error(predicted, label)
        mistakes.append(wrong)
    return w, b, mistakes


# --- ACT-16: a truth table or a single unit in place of the network ---------------------------


@mistake(
    "ACT-16a",
    of="xor.xor",
    hint="You return 0 or 1 everywhere, where three units give a curved surface, 0.99995 at "
    "(0.5, 0.5). Which of your units computes the answer?",
    source=RABBIT_XOR,
)
def xor_by_comparison(a: Input, b: Input) -> Array:
    return np.where(np.not_equal(a, b), 1.0, 0.0)


@mistake(
    "ACT-16b",
    of="xor.xor",
    hint="Three corners are right and (1, 1) is not, as with any single unit. "
    "Which of the three units are missing from your answer?",
    source=RABBIT_XOR,
)
def xor_by_one_unit(a: Input, b: Input) -> Array:
    return sigmoid(20 * a + 20 * b - 10)


@mistake(
    "ACT-16c",
    of="perceptron.perceptron_and",
    hint="The four corners are right and points beyond (1, 1) are not, so you compare numbers "
    "instead of drawing a line. On which side of your line is (2, 2)?",
    source=SHEET,
)
def and_by_comparison(x: Array) -> Labels:
    return np.where((x[:, 0] == 1) & (x[:, 1] == 1), 1, 0)


# --- beyond the catalogue ---------------------------------------------------------------------


@mistake(
    "ACT-03c",
    of="delta.func_estimator",
    hint="Your pulse is right near its edges and nan far from them. What is exp(9600), and what "
    "is inf / inf?",
    source=RABBIT_DELTA,
)
def pulse_of_ratios(x: Input, lo: float = 0.4, hi: float = 0.5) -> Array:
    first, second = 1000 * (np.asarray(x) - lo), 1000 * (np.asarray(x) - hi)
    return sigmoid(0.8 * sigmoid_as_a_ratio(first) - 0.8 * sigmoid_as_a_ratio(second))


@mistake(
    "NEURON-01",
    of="neuron.sigmoid",
    hint="Your sigmoid falls where it should rise. Is it near 1 or near 0 for a large z?",
    source=RABBIT_UNIT,
)
def falling_sigmoid(z: Input) -> Array:
    return sigmoid(np.negative(z))


@mistake(
    "NEURON-02",
    of="perceptron.perceptron_and",
    hint="Your line runs through the corners (0, 1) and (1, 0), and a point on it counts as 1. "
    "On which side of the line should they be?",
    source=SHEET,
)
def and_with_a_line_through_two_corners(x: Array) -> Labels:
    return fires(x[:, 0] + x[:, 1] - 1)


@mistake(
    "NEURON-03",
    of="perceptron.perceptron_or",
    hint="Your line runs through the corner (0, 0), and a point on it counts as 1. On which side "
    "of the line should that corner be?",
    source=SHEET,
)
def or_with_a_line_through_the_origin(x: Array) -> Labels:
    return fires(x[:, 0] + x[:, 1])


@mistake(
    "NEURON-04",
    of="xor.layer1",
    hint="Your second hidden unit says 'both' where 'not both' is asked. Which signs do its "
    "weights have in the table of the handout?",
    source=RABBIT_XOR,
)
def xor_layer1_with_and(x1: Input, x2: Input) -> tuple[Array, Array]:
    return sigmoid(20 * x1 + 20 * x2 - 10), sigmoid(20 * x1 + 20 * x2 - 30)


@mistake(
    "NEURON-05",
    of="delta.layer2",
    hint="Your output unit adds what it should weigh against each other, so the pulse never ends. "
    "What pulls it down at hi?",
    source=RABBIT_DELTA,
)
def delta_layer2_that_adds(v1: Input, v2: Input) -> Array:
    return sigmoid(0.8 * v1 + 0.8 * v2)


@mistake(
    "NEURON-06",
    of="perceptron.perceptron_train",
    hint="Your training moves only the first two weights, and the others stay 0. "
    "How many weights has a point with five inputs?",
    source=SHEET,
)
def perceptron_train_of_two_weights(
    X: Array, y: Labels, alpha: float = 1.0, max_epochs: int = 100
) -> tuple[Array, float, list[int]]:
    mask = np.where(np.arange(X.shape[1]) < 2, 1.0, 0.0)
    return train(X * mask, y, alpha, max_epochs, error=lambda predicted, label: label - predicted)
