"""The wrong versions that students really write, and what to say about each.

Every function is run in place of the one it is `of`, so it needs nothing but this file.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks import mistake

Array = NDArray[np.float64]
Labels = NDArray[np.integer[Any]]
LossAndGradient = tuple[float, Array]

PART_ONE = "Deep learning without going down the rabbit holes"
PART_TWO = "Deep learning without going down the rabbit holes, part 2"
CIFAR = f"{PART_TWO}, Deep learning network (Fully-connected layers) CIFAR-10"
SOFTMAX = f"{PART_TWO}, Softmax classifier"
SUMMARY = "Deep Learning Summary, Logistic regression cost function"
SHEET = "Deep Learning (cheat sheet), 1.4. Log-loss error function"
LECTURE = "Introduction to Deep Learning: L1, Binary Cross Entropy Loss"

CATALOGUE = ("LOSS-01 .. LOSS-31",)
"""The entries of the catalogue of mistakes that belong here."""

EQUIVALENT: dict[str, str] = {}
"""Wrong versions that no check can tell apart, each with the reason: there are none."""


# --- right ones, for the wrong versions to build on -------------------------------------------


def sigmoid(z: Array) -> Array:
    return np.exp(-np.logaddexp(0, -z))


def log_softmax(x: Array) -> Array:
    log_total: Array = np.logaddexp.reduce(x, axis=1, keepdims=True)
    return x - log_total


def softmax(z: Array) -> Array:
    return np.exp(log_softmax(z))


def shares(weights: Array) -> Array:
    total: Array = weights.sum(axis=1, keepdims=True)
    return weights / total


def one_hot(y: Labels, K: int) -> Array:
    return np.eye(K)[y]


def softmax_loss(x: Array, y: Labels) -> LossAndGradient:
    Y = one_hot(y, x.shape[1])
    return -float(np.sum(Y * log_softmax(x))) / len(x), (softmax(x) - Y) / len(x)


def svm_loss(scores: Array, y: Labels, margin: float) -> LossAndGradient:
    wrong = 1 - one_hot(y, scores.shape[1])
    true_scores = scores[np.arange(len(y)), y][:, None]
    shortfall = wrong * np.maximum(0, scores - true_scores + margin)
    violated = np.where(shortfall > 0, 1.0, 0.0)
    dscores = violated - (1 - wrong) * np.sum(violated, axis=1, keepdims=True)
    return float(np.sum(shortfall)) / len(y), dscores / len(y)


def bce_with_logits(z: Array, y: Array) -> LossAndGradient:
    y = y.reshape(z.shape)
    return float(np.mean(np.logaddexp(0, z) - y * z)), (sigmoid(z) - y) / len(z)


# --- LOSS-01, 02, 09, 10, 24: divided by the wrong number -------------------------------------


@mistake(
    "LOSS-01",
    of="losses.softmax_loss",
    hint="Every entry of dx is N times the slope of your loss. The loss is a mean over N rows: "
    "is dx the derivative of that mean?",
    source=CIFAR,
)
def softmax_gradient_of_the_sum(x: Array, y: Labels) -> LossAndGradient:
    loss, dx = softmax_loss(x, y)
    return loss, dx * len(x)


@mistake(
    "LOSS-01-BCE",
    of="losses.bce_with_logits",
    hint="Every entry of dz is N times the slope of your loss. The loss is a mean over N rows: "
    "is dz the derivative of that mean?",
    source=SHEET,
)
def bce_gradient_of_the_sum(z: Array, y: Array) -> LossAndGradient:
    loss, dz = bce_with_logits(z, y)
    return loss, dz * len(z)


@mistake(
    "LOSS-02",
    of="losses.softmax_loss",
    hint="Every entry of dx is N times too small. How often is something divided by N on the "
    "way to dx?",
    source=CIFAR,
)
def softmax_gradient_divided_twice(x: Array, y: Labels) -> LossAndGradient:
    loss, dx = softmax_loss(x, y)
    return loss, dx / len(x)


@mistake(
    "LOSS-02-SLOPES",
    of="losses.saturation_gradients",
    hint="Both slopes are N times too small. Each belongs to one sample alone: "
    "does that know about the batch?",
    source=f"{PART_TWO}, Mean square error (MSE)",
)
def saturation_gradients_of_the_mean(z: Array, y: Array) -> tuple[Array, Array]:
    p = sigmoid(z)
    error = (p - y) / len(z)
    return 2 * error * p * (1 - p), error


@mistake(
    "LOSS-09",
    of="losses.softmax_loss",
    hint="Loss and dx are K times too small. Over how many numbers is your mean taken, and how "
    "many rows are there?",
    source=CIFAR,
)
def softmax_loss_over_all_entries(x: Array, y: Labels) -> LossAndGradient:
    loss, dx = softmax_loss(x, y)
    return loss / x.shape[1], dx / x.shape[1]


@mistake(
    "LOSS-09-CE",
    of="losses.categorical_ce",
    hint="The loss is K times too small. Over how many numbers is your mean taken, and how many "
    "rows are there?",
    source=SHEET,
)
def categorical_ce_over_all_entries(P: Array, Y: Array, eps: float = 1e-12) -> float:
    return -float(np.mean(Y * np.log(np.maximum(P, eps))))


@mistake(
    "LOSS-10",
    of="losses.softmax_loss",
    hint="Loss and dx are N/K times what they should be. "
    "Which axis of x do you count before you divide?",
    source=CIFAR,
)
def softmax_loss_divided_by_the_classes(x: Array, y: Labels) -> LossAndGradient:
    loss, dx = softmax_loss(x, y)
    factor = x.shape[0] / x.shape[1]
    return loss * factor, dx * factor


@mistake(
    "LOSS-24",
    of="losses.mean_square_loss",
    hint="Your mean divides by 7, whatever batch it gets. Where does your N come from?",
    source=f"{PART_ONE}, Backpropagation",
)
def mean_square_loss_of_seven(h: Array, y: Array) -> LossAndGradient:
    error = h - y.reshape(h.shape)
    return float(np.sum(error**2)) / 7, 2 * error / 7


# --- LOSS-03 to 06, 08: the true class in the gradient ----------------------------------------


@mistake(
    "LOSS-03",
    of="losses.softmax_loss",
    hint="dx is right except at the true class, where it is 1/N too high in each row. "
    "Where does the label enter dx?",
    source=CIFAR,
)
def softmax_gradient_without_label(x: Array, y: Labels) -> LossAndGradient:
    return softmax_loss(x, y)[0], softmax(x) / len(x)


@mistake(
    "LOSS-04",
    of="losses.softmax_loss",
    hint="dx is right except at the true class, where it is 2/N too high in each row. "
    "Should raising the true score raise the loss?",
    source=CIFAR,
)
def softmax_gradient_with_label_added(x: Array, y: Labels) -> LossAndGradient:
    return softmax_loss(x, y)[0], (softmax(x) + one_hot(y, x.shape[1])) / len(x)


@mistake(
    "LOSS-05",
    of="losses.softmax_loss",
    hint="Every entry of dx has the wrong sign. Which way does the loss go when the true score "
    "is raised?",
    source=CIFAR,
)
def softmax_gradient_negated(x: Array, y: Labels) -> LossAndGradient:
    loss, dx = softmax_loss(x, y)
    return loss, -dx


@mistake(
    "LOSS-06",
    of="losses.softmax_loss",
    hint="The label is subtracted from whole columns of dx instead of from one entry a row. "
    "Which entries does your index select?",
    source=CIFAR,
)
def softmax_gradient_by_columns(x: Array, y: Labels) -> LossAndGradient:
    dx = softmax(x)
    dx[:, y] -= 1
    return softmax_loss(x, y)[0], dx / len(x)


@mistake(
    "LOSS-08",
    of="losses.softmax_loss",
    hint="In each row of dx the true class is right and the K-1 others are 0. "
    "Do the other scores not move the probability of the true class?",
    source=CIFAR,
)
def softmax_gradient_of_the_diagonal(x: Array, y: Labels) -> LossAndGradient:
    loss, dx = softmax_loss(x, y)
    return loss, dx * one_hot(y, x.shape[1])


# --- LOSS-07, 12 to 16: softmax ---------------------------------------------------------------


@mistake(
    "LOSS-07",
    of="losses.softmax",
    hint="Your columns sum to 1 and your rows do not. "
    "Along which axis are the scores of one sample?",
    source=SOFTMAX,
)
def softmax_down_the_columns(z: Array) -> Array:
    return softmax(z.T).T


@mistake(
    "LOSS-07-BATCH",
    of="losses.softmax",
    hint="The probabilities of the whole batch sum to 1, and each row should do so alone. "
    "Over which scores is your sum of exponentials taken?",
    source=SOFTMAX,
)
def softmax_over_the_batch(z: Array) -> Array:
    weights = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(weights / np.sum(weights))


@mistake(
    "LOSS-12",
    of="losses.softmax",
    hint="Scores of 1000 become nan. How large is exp(1000), and does softmax change when all "
    "scores of a row are shifted?",
    source=SOFTMAX,
)
def softmax_that_overflows(z: Array) -> Array:
    return shares(np.exp(z))


@mistake(
    "LOSS-12-LOG",
    of="losses.log_softmax",
    hint="Far below the highest score you give -inf where a finite logarithm is asked. "
    "What is left of exp(-1000) when you take its logarithm?",
    source=SOFTMAX,
)
def log_of_a_rounded_softmax(z: Array) -> Array:
    p = softmax(z)
    return np.log(p)


@mistake(
    "LOSS-12-LOSS",
    of="losses.softmax_loss",
    hint="A true score far below the highest costs inf instead of about the distance. "
    "What is left of its probability when you take the logarithm?",
    source=CIFAR,
)
def softmax_loss_of_rounded_probabilities(x: Array, y: Labels) -> LossAndGradient:
    p_true = softmax(x)[np.arange(len(y)), y]
    return -float(np.mean(np.log(p_true))), softmax_loss(x, y)[1]


@mistake(
    "LOSS-13",
    of="losses.softmax",
    hint="Rows far below the highest score of the batch become nan. "
    "Whose maximum does each row need?",
    source=SOFTMAX,
)
def softmax_with_one_maximum(z: Array) -> Array:
    return shares(np.exp(z - z.max()))


@mistake(
    "LOSS-14",
    of="losses.softmax",
    hint="The probabilities are right, but afterwards the caller's scores are shifted. "
    "Which line writes into z?",
    source=SOFTMAX,
)
def softmax_in_place(z: Array) -> Array:
    z -= z.max(axis=1, keepdims=True)
    return softmax(z)


@mistake(
    "LOSS-14-LOSS",
    of="losses.softmax_loss",
    hint="The loss is right, but afterwards the caller's scores are shifted. "
    "Which line writes into x?",
    source=CIFAR,
)
def softmax_loss_in_place(x: Array, y: Labels) -> LossAndGradient:
    x -= x.max(axis=1, keepdims=True)
    return softmax_loss(x, y)


@mistake(
    "LOSS-14-SVM",
    of="losses.svm_loss",
    hint="Loss and dscores are right, but afterwards the caller's scores are shifted. "
    "Is a row of an array a copy of it?",
    source=f"{PART_TWO}, SVM classifier",
)
def svm_loss_row_by_row(scores: Array, y: Labels, margin: float = 1.0) -> LossAndGradient:
    loss, dscores = 0.0, np.zeros(scores.shape)
    for i, row in enumerate(np.asarray(scores, dtype=float)):
        row -= row[y[i]] - margin
        for j, shortfall in enumerate(row.tolist()):
            if j != y[i] and shortfall > 0:
                loss += shortfall
                dscores[i, j] += 1
                dscores[i, y[i]] -= 1
    return loss / len(y), dscores / len(y)


@mistake(
    "LOSS-15",
    of="losses.categorical_ce",
    hint="The loss is too low, by about 0.001/p in each row. "
    "Is your safeguard for log 0 also felt where p is far from 0?",
    source=f"{PART_TWO}, Troubleshooting",
)
def categorical_ce_with_a_large_epsilon(P: Array, Y: Array, eps: float = 1e-3) -> float:
    return -float(np.sum(Y * np.log(P + 1e-3))) / len(P)


@mistake(
    "LOSS-16",
    of="losses.softmax_loss",
    hint="However sure the scores, your loss never comes near 0. "
    "How often do they pass through softmax?",
    source=CIFAR,
)
def softmax_loss_of_probabilities(x: Array, y: Labels) -> LossAndGradient:
    return softmax_loss(softmax(x), y)


# --- LOSS-11, 28, 29: information -------------------------------------------------------------


@mistake(
    "LOSS-11",
    of="losses.softmax_loss",
    hint="The loss is 1.4427 times too large, which is 1 / log 2. Which base has your logarithm?",
    source=f"{PART_TWO}, Entropy",
)
def softmax_loss_in_bits(x: Array, y: Labels) -> LossAndGradient:
    loss, dx = softmax_loss(x, y)
    return loss / math.log(2), dx


@mistake(
    "LOSS-11-BASE",
    of="information.cross_entropy",
    hint="Your result is in bits, also where nats are asked: it is 1.4427 times too large then. "
    "What does base change in your code?",
    source=f"{PART_TWO}, Cross entropy",
)
def cross_entropy_always_in_bits(p: Array, q: Array, base: float = math.e) -> float:
    happens = p > 0
    return -float(np.sum(p[happens] * np.log2(q[happens])))


@mistake(
    "LOSS-11-ODDS",
    of="likelihood.log_odds",
    hint="Every entry is 0.4343 times what it should be, which is 1 / log 10. "
    "Which base has your logarithm?",
    source=SOFTMAX,
)
def log_odds_to_base_ten(p: Array) -> Array:
    return np.log10(p / (1 - p))


@mistake(
    "LOSS-28",
    of="information.entropy",
    hint="One probability of 0 turns the whole sum into nan. What is 0 log 0 agreed to be?",
    source=f"{PART_TWO}, Entropy",
)
def entropy_with_zero_log_zero(p: Array, base: float = math.e) -> float:
    return -float(np.sum(p * np.log(p))) / math.log(base)


@mistake(
    "LOSS-28-MENDED",
    of="information.entropy",
    hint="The entropy is right, but afterwards a probability of 0 in the caller's array is "
    "something else. Which line writes into p?",
    source=f"{PART_TWO}, Entropy",
)
def entropy_that_mends_its_argument(p: Array, base: float = math.e) -> float:
    p[p == 0] = 1  # whose logarithm is 0
    return -float(np.sum(p * np.log(p))) / math.log(base)


@mistake(
    "LOSS-29",
    of="information.kl_divergence",
    hint="Your number is D(q‖p) where D(p‖q) is asked. Whose probabilities weigh the terms?",
    source=f"{PART_TWO}, KL Divergence",
)
def kl_divergence_the_other_way(p: Array, q: Array, base: float = math.e) -> float:
    happens = q > 0
    return float(np.sum(q[happens] * np.log(q[happens] / p[happens]))) / math.log(base)


# --- LOSS-17 to 21, 31: two classes -----------------------------------------------------------


@mistake(
    "LOSS-17",
    of="losses.bce_loss",
    hint="Your loss is below 0 and falls when predictions get worse. "
    "Which sign has log p for p below 1?",
    source=LECTURE,
)
def bce_loss_without_minus(p: Array, y: Array, eps: float = 1e-12) -> LossAndGradient:
    y = y.reshape(p.shape)
    p = np.clip(p, eps, 1 - eps)
    loss = float(np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    return loss, (y - p) / (p * (1 - p)) / len(p)


@mistake(
    "LOSS-18",
    of="losses.bce_loss",
    hint="Rows with label 0 cost nothing and have no slope. Which of the two terms is theirs?",
    source=SUMMARY,
)
def bce_loss_of_label_one_only(p: Array, y: Array, eps: float = 1e-12) -> LossAndGradient:
    y = y.reshape(p.shape)
    p = np.clip(p, eps, 1 - eps)
    return -float(np.mean(y * np.log(p))), -y / p / len(p)


@mistake(
    "LOSS-19",
    of="losses.bce_with_logits",
    hint="Every entry of dz is 1/(p(1-p)) times too large, 4 times or more. "
    "Is this the slope in z, or still the one in p?",
    source=LECTURE,
)
def bce_slope_in_p(z: Array, y: Array) -> LossAndGradient:
    loss, dz = bce_with_logits(z, y)
    p = sigmoid(z)
    return loss, dz / (p * (1 - p))


@mistake(
    "LOSS-19-MSE",
    of="losses.mse_of_sigmoid",
    hint="Every entry of dz is 1/(p(1-p)) times too large, 4 times or more. "
    "Is this the slope in z, or still the one in p?",
    source=SHEET,
)
def mse_slope_in_p(z: Array, y: Array, half: bool = True) -> LossAndGradient:
    error = sigmoid(z) - y
    factor = 0.5 if half else 1.0
    return factor * float(np.mean(error**2)), 2 * factor * error / len(z)


@mistake(
    "LOSS-20",
    of="losses.bce_with_logits",
    hint="Every entry of dz is p(1-p) times what it should be, a quarter or less. "
    "How often does the slope of the sigmoid come in?",
    source=SHEET,
)
def bce_slope_through_the_sigmoid_twice(z: Array, y: Array) -> LossAndGradient:
    loss, dz = bce_with_logits(z, y)
    p = sigmoid(z)
    return loss, dz * p * (1 - p)


@mistake(
    "LOSS-21",
    of="losses.bce_loss",
    hint="A probability of exactly 1 for a yes costs nan where it should cost 0. "
    "What becomes of 0 times log 0 in your formula?",
    source=f"{PART_TWO}, Troubleshooting",
)
def bce_loss_with_log_zero(p: Array, y: Array, eps: float = 0.0) -> LossAndGradient:
    y = y.reshape(p.shape)
    loss = -float(np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    return loss, (p - y) / (p * (1 - p)) / len(p)


@mistake(
    "LOSS-31",
    of="likelihood.logistic_loss",
    hint="Rows with label -1 cost log(1 + exp(-z)), as if their label were +1. "
    "Where does t enter your loss?",
    source=f"{PART_TWO}, Loss function for logistic classifier",
)
def logistic_loss_of_label_one(z: Array, t: Array) -> LossAndGradient:
    return float(np.mean(np.logaddexp(0, -z))), -sigmoid(-z) / len(z)


# --- LOSS-22, 23: squared errors --------------------------------------------------------------


@mistake(
    "LOSS-22",
    of="losses.mean_square_loss",
    hint="Loss and dout are half of what they should be. "
    "Which convention for the factor 1/2 does the handout use here?",
    source=SUMMARY,
)
def half_of_the_mean_square_loss(h: Array, y: Array) -> LossAndGradient:
    error = h - y.reshape(h.shape)
    return float(np.mean(error**2)) / 2, error / len(h)


@mistake(
    "LOSS-22-SLOPE",
    of="losses.mean_square_loss",
    hint="dout is half the slope of your own loss. What does the derivative of a square bring?",
    source=f"{PART_ONE}, Backpropagation",
)
def mean_square_slope_without_two(h: Array, y: Array) -> LossAndGradient:
    error = h - y.reshape(h.shape)
    return float(np.mean(error**2)), error / len(h)


@mistake(
    "LOSS-23",
    of="losses.mean_square_loss",
    hint="For h of shape (N, 1) you compare each prediction with every value. "
    "Which shape has the difference of a column (N, 1) and a row (N,)?",
    source=f"{PART_ONE}, Backpropagation",
)
def mean_square_loss_of_all_pairs(h: Array, y: Array) -> LossAndGradient:
    error = h - y
    return float(np.mean(error**2)), 2 * error / len(h)


# --- LOSS-25 to 27: hinge ---------------------------------------------------------------------


@mistake(
    "LOSS-25",
    of="losses.svm_loss",
    hint="The loss is too large by exactly the margin. Does the true class compete with itself?",
    source=f"{PART_TWO}, SVM classifier",
)
def svm_loss_with_the_true_class(scores: Array, y: Labels, margin: float = 1.0) -> LossAndGradient:
    loss, dscores = svm_loss(scores, y, margin)
    return loss + margin, dscores


@mistake(
    "LOSS-26",
    of="losses.svm_loss",
    hint="The true class has -1/N in every row, however many margins are violated. "
    "How many of them does raising its score relieve?",
    source=f"{PART_TWO}, SVM classifier",
)
def svm_gradient_without_the_count(
    scores: Array, y: Labels, margin: float = 1.0
) -> LossAndGradient:
    loss, dscores = svm_loss(scores, y, margin)
    dscores[np.arange(len(y)), y] = -1 / len(y)
    return loss, dscores


@mistake(
    "LOSS-27",
    of="losses.svm_loss",
    hint="The scores 8, 14, 9.5 and 10 cost 4 in your code instead of 5.5. "
    "Is being ahead by 0.5 enough?",
    source=f"{PART_TWO}, SVM classifier",
)
def svm_loss_without_margin(scores: Array, y: Labels, margin: float = 1.0) -> LossAndGradient:
    return svm_loss(scores, y, 0.0)


# --- LOSS-30: likelihood ----------------------------------------------------------------------


@mistake(
    "LOSS-30",
    of="likelihood.nll",
    hint="2,000 factors of 0.5 multiply to 0.0, and you return inf instead of 1386.29. "
    "Must the product be formed at all?",
    source=f"{PART_TWO}, Negative log-likelihood (NLL)",
)
def nll_of_the_product(p: Array) -> float:
    return -float(np.log(np.prod(p)))


# --- beyond the catalogue ---------------------------------------------------------------------


@mistake(
    "LOSS-07-LOG",
    of="losses.log_softmax",
    hint="The exponentials of your columns sum to 1, and those of your rows do not. Along which "
    "axis are the scores of one sample?",
    source=SOFTMAX,
)
def log_softmax_down_the_columns(z: Array) -> Array:
    return log_softmax(z.T).T


@mistake(
    "LOSS-20-SLOPES",
    of="losses.saturation_gradients",
    hint="Your cross entropy pulls as weakly as the squared error where the sigmoid is flat. "
    "What is left of the slope of the sigmoid in its gradient?",
    source=f"{PART_TWO}, Mean square error (MSE)",
)
def saturation_gradients_both_flat(z: Array, y: Array) -> tuple[Array, Array]:
    p = sigmoid(z)
    return 2 * (p - y) * p * (1 - p), (p - y) * p * (1 - p)


@mistake(
    "INFO-01",
    of="information.code_length",
    hint="You take the mean of the code words, as if all letters were equally frequent. Which "
    "letter does a text hold most often?",
    source=f"{PART_TWO}, Entropy",
)
def code_length_of_equal_letters(p: Array, lengths: Array) -> float:
    return float(np.mean(lengths))


@mistake(
    "INFO-02",
    of="likelihood.likelihood",
    hint="Your likelihood grows with every observation, beyond 1. How probable is it that two "
    "independent things both happen?",
    source=f"{PART_TWO}, Maximum likelihood estimation (MLE)",
)
def likelihood_as_a_sum(p: Array) -> float:
    return float(np.sum(p))


@mistake(
    "INFO-03",
    of="likelihood.nll",
    hint="Your result is n times too small. Is the negative log-likelihood of all observations a "
    "sum or a mean?",
    source=f"{PART_TWO}, Negative log-likelihood (NLL)",
)
def nll_as_a_mean(p: Array) -> float:
    return -float(np.mean(np.log(p)))
