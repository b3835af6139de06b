"""check_learning, and the stages of check_accuracy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.checks import CheckFailure, check_accuracy
from grader.checks.chance.misses import Attempt, attempts
from grader.checks.kinds import Array
from grader.checks.learning import check_learning, split, with_other_names
from grader.errors import CourseError
from tests.checks.failures import only_evidence_of

CENTRES = np.array([[0.0, 0.0], [8.0, 0.0], [0.0, 8.0]])
NAMES = np.arange(90) % 3
POINTS = CENTRES[NAMES] + np.random.default_rng(0).standard_normal((90, 2))


def nearest_mean(x: Array, y: Array, rng: np.random.Generator) -> Callable[[Array], Any]:
    """A right training: remembers the mean of each class."""
    classes = np.unique(y)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])
    return lambda rows: classes[((rows[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)]


def seeded() -> np.random.Generator:
    return np.random.default_rng(7)


def test_a_right_training_earns_everything_in_one_attempt() -> None:
    with attempts() as seen:
        assert check_learning(nearest_mean, POINTS, NAMES, at_least=0.9, rng=seeded()) == 1.0
    assert seen == [Attempt(accuracy=1.0, thresholds=(0.9,), repeated=True)]


def test_classes_get_other_names_so_that_labels_learnt_by_heart_are_worthless() -> None:
    def by_heart(x: Array, y: Array, rng: np.random.Generator) -> Callable[[Array], Any]:
        return lambda rows: ((rows[:, None] - CENTRES) ** 2).sum(axis=2).argmin(axis=1)

    found = only_evidence_of(check_learning, by_heart, POINTS, NAMES, at_least=0.9, rng=seeded())
    assert found.summary == (
        "The predictions of the trained model are right for less than 0.9 of the rows."
    )


def test_new_names_are_the_old_names_of_other_classes() -> None:
    labels = np.array([3, 7, 7, 9, 3])
    new = [with_other_names(labels, np.random.default_rng(seed)) for seed in range(30)]
    assert all(set(each) == {3, 7, 9} and each[0] == each[4] and each[1] == each[2] for each in new)
    assert len({tuple(each) for each in new}) == 6


def test_a_miss_is_repeated_with_another_split_and_seed_and_the_better_attempt_counts() -> None:
    calls: list[tuple[float, float]] = []

    def lucky_later(x: Array, y: Array, rng: np.random.Generator) -> Callable[[Array], Any]:
        calls.append((float(x[0, 0]), float(rng.random())))
        return nearest_mean(x, y, rng) if len(calls) == 2 else lambda rows: np.zeros(len(rows))

    with attempts() as seen:
        assert check_learning(lucky_later, POINTS, NAMES, at_least=0.9, rng=seeded()) == 1.0
    assert [(attempt.again, attempt.missed) for attempt in seen] == [(False, True), (True, False)]
    assert calls[0][0] != calls[1][0]
    assert calls[0][1] != calls[1][1]


def test_two_misses_fail_and_the_better_one_is_reported() -> None:
    def bad(x: Array, y: Array, rng: np.random.Generator) -> Callable[[Array], Any]:
        return lambda rows: np.full(len(rows), y[0])

    with attempts() as seen, pytest.raises(CheckFailure) as failure:
        check_learning(bad, POINTS, NAMES, at_least=0.9, rng=seeded(), what="Your net")
    best = max(attempt.accuracy for attempt in seen)
    assert failure.value.evidence[0].got == f"{best:.4g}"
    assert failure.value.evidence[0].hint == "Every row got the same label."


def test_what_is_drawn_does_not_depend_on_what_the_training_draws() -> None:
    seen: list[Any] = []

    def greedy(amount: int) -> Callable[..., Any]:
        def learn(x: Array, y: Array, rng: np.random.Generator) -> Callable[[Array], Any]:
            rng.random(amount)
            seen.append((x.copy(), y.copy()))
            return lambda rows: np.zeros(len(rows))

        return learn

    for amount in (1, 1000):
        with pytest.raises(CheckFailure):
            check_learning(greedy(amount), POINTS, NAMES, at_least=0.99, rng=seeded())
    for first, second in zip(seen[:2], seen[2:], strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_a_split_has_every_row_once_and_a_class_too_small_for_it_is_an_error() -> None:
    data = split(POINTS, NAMES, 0.25, seeded())
    together = np.concatenate([data.x_train, data.x_test])
    assert len(data.x_test) == 22
    assert np.array_equal(np.sort(together, axis=0), np.sort(POINTS, axis=0))
    with pytest.raises(CourseError, match="too few rows"):
        split(POINTS[:4], np.arange(4), 0.5, seeded())


# --- stages -----------------------------------------------------------------------------------

STAGES = {0.5: 0.4, 0.9: 1.0}
X = np.arange(20.0)[:, None]


@pytest.mark.parametrize(("right", "share"), [(20, 1.0), (18, 1.0), (17, 0.4), (10, 0.4)])
def test_stages_earn_their_share(right: int, share: float) -> None:
    def predict(x: Array) -> Array:
        return np.where(x[:, 0] < right, x[:, 0] % 3, 1 + x[:, 0] % 3)

    labels = np.arange(20) % 3
    assert check_accuracy(predict, X, labels, at_least=STAGES, rng=seeded()) == share


def test_below_the_first_stage_the_stages_are_told() -> None:
    found = only_evidence_of(
        check_accuracy,
        lambda x: 1 - x[:, 0] % 2,
        X,
        np.arange(20) % 2,
        at_least=STAGES,
        rng=seeded(),
    )
    assert found.expected == "at least 0.5 for 40%, 0.9 for 100% of the points"


@pytest.mark.parametrize("stages", [{}, {0.5: 0.4}, {0.5: 1.0, 0.9: 0.4}, {0: 1.0}, {1.1: 1.0}])
def test_stages_that_make_no_sense_are_an_error(stages: dict[float, float]) -> None:
    with pytest.raises(CourseError, match="make no sense"):
        check_accuracy(lambda x: x, X, np.arange(20), at_least=stages, rng=seeded())


@pytest.mark.parametrize(
    ("predictions", "hint"),
    [
        (lambda x: x[:, 0] % 3 + 5, "None of the predicted labels"),
        (lambda x: x[:, 0] % 3 + 1, "Some predicted labels"),
        (lambda x: (x[:, 0] // 3) % 3, "what guessing finds"),
    ],
)
def test_labels_that_look_like_a_known_slip_get_a_hint(predictions: Any, hint: str) -> None:
    found = only_evidence_of(
        check_accuracy, predictions, X, np.arange(20) % 3, at_least=0.95, rng=seeded()
    )
    assert hint in found.hint
