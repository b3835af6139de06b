"""Accuracy of a training on data of ours, with a second attempt after a miss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from grader.checks.accuracy import Predictions, earned, predicted
from grader.checks.calls.calling import Function
from grader.checks.chance.misses import Attempt, record_attempt
from grader.checks.chance.thresholds import Thresholds
from grader.checks.kinds import Array
from grader.errors import CourseError

Learn = Callable[[Array, Array, np.random.Generator], Function]
"""`learn(x, labels, rng)` trains and returns a function that predicts labels for other rows."""


@dataclass(frozen=True)
class Split:
    """Rows to learn from and rows to be asked for, under the names of one course."""

    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array


def check_learning(
    learn: Learn,
    x: Array,
    labels: Array,
    *,
    at_least: float | Mapping[float, float],
    rng: np.random.Generator,
    test_share: float = 0.25,
    what: str = "",
) -> float:
    """A training reaches the accuracy on rows it has not seen; returns the share that this earns.

    x is (N, ...), `labels` (N,). `learn(x_train, y_train, rng)` trains and returns the function
    that predicts. The split, the order and the generator it gets are drawn from `rng`, and so are
    the names of the classes: label 3 may be called 0 here, for learning and asking alike, so that
    labels learnt by heart are worth nothing. A miss is repeated once with another split and seed,
    and the better attempt counts.
    """
    thresholds = Thresholds.of(at_least)
    owner = what or "the trained model"
    renamed = with_other_names(np.asarray(labels), rng)
    first = _attempt(learn, split(x, renamed, test_share, rng), rng, owner)
    record_attempt(
        Attempt(accuracy=first.accuracy, thresholds=thresholds.accuracies, repeated=True)
    )
    if first.accuracy >= thresholds.accuracies[-1]:
        return 1.0
    second = _attempt(learn, split(x, renamed, test_share, rng), rng, owner)
    record_attempt(
        Attempt(
            accuracy=second.accuracy, thresholds=thresholds.accuracies, repeated=True, again=True
        )
    )
    return earned(max(first, second, key=_accuracy), thresholds, owner)


def with_other_names(labels: Array, rng: np.random.Generator) -> Array:
    """The labels (N,) with the names of the classes permuted among themselves."""
    classes, places = np.unique(labels, return_inverse=True)
    return np.asarray(rng.permutation(classes)[places])


def split(x: Array, labels: Array, test_share: float, rng: np.random.Generator) -> Split:
    """Shuffle the rows and cut them in two; every class must be among those to learn from."""
    order = rng.permutation(len(labels))
    cut = len(labels) - max(1, round(len(labels) * test_share))
    train, test = order[:cut], order[cut:]
    if set(np.unique(labels[test])) - set(np.unique(labels[train])):
        raise CourseError(
            "A class of the accuracy check has too few rows to be learnt and asked for.",
            hint="Give it more rows, or a smaller test_share.",
        )
    return Split(x[train], labels[train], x[test], labels[test])


def _attempt(learn: Learn, data: Split, rng: np.random.Generator, owner: str) -> Predictions:
    seed = rng.spawn(1)[0]
    predict = learn(data.x_train.copy(), data.y_train.copy(), seed)
    return predicted(predict, data.x_test, data.y_test, rng, owner)


def _accuracy(predictions: Predictions) -> float:
    return predictions.accuracy
