"""Seeds, state, modes, rows, dtypes and extreme logits: right functions pass, each slip is told."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.checks.comparing.equality import same
from grader.checks.dtypes import check_dtype_kept
from grader.checks.extremes import check_extremes, extreme_logits
from grader.checks.kinds import Array
from grader.checks.modes import check_modes
from grader.checks.repeats import check_seeded, check_stateless
from grader.checks.rows import check_rows_alone
from grader.errors import CourseError
from grader.evidence import EvidenceKind
from tests.checks.failures import only_evidence_of

X = np.random.default_rng(0).standard_normal((7, 5))


# --- seeds ------------------------------------------------------------------------------------


def mask(seed: int) -> Array:
    return np.random.default_rng(seed).random((4, 5)) < 0.5


def test_chance_that_follows_its_seed_passes() -> None:
    assert same(check_seeded(mask, what="The mask"), mask(1))


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda seed: mask(0), "the same for two different seeds"),
        (lambda seed: np.random.default_rng().random(9), "differs between two calls"),
    ],
)
def test_chance_that_does_not_follow_its_seed_is_told(draw: Any, words: str) -> None:
    assert words in only_evidence_of(check_seeded, draw, what="The mask").summary


def test_one_seed_twice_is_an_error_of_the_course() -> None:
    with pytest.raises(CourseError, match="one seed twice"):
        check_seeded(mask, seeds=(3, 3), what="The mask")


# --- state ------------------------------------------------------------------------------------

LISTS = [(np.ones(3),), (np.zeros(3),), (np.full(3, np.nan),)]


def test_a_function_without_memory_passes_and_its_values_come_back() -> None:
    values = check_stateless(lambda x: 2 * x, LISTS)
    assert [value[0] for value in values[:2]] == [2.0, 0.0]


def test_a_function_that_remembers_other_calls_is_told() -> None:
    seen: list[float] = []

    def running_mean(x: Array) -> float:
        seen.append(float(x[0]))
        return sum(seen) / len(seen)

    found = only_evidence_of(check_stateless, running_mean, LISTS[:2])
    assert "running_mean returns another value for the same arguments" in found.summary
    assert "global variables" in found.hint


def test_a_function_that_another_one_disturbs_is_told() -> None:
    setting = {"rate": 1.0}
    found = only_evidence_of(
        check_stateless,
        lambda x: setting["rate"] * x,
        LISTS[:1],
        between=lambda: setting.update(rate=2.0),
        what="step",
    )
    assert found.summary.startswith("step returns another value")


def test_nothing_in_between_is_an_error_of_the_course() -> None:
    with pytest.raises(CourseError, match="nothing to call in between"):
        check_stateless(abs, [(1.0,)])


# --- modes ------------------------------------------------------------------------------------


def dropped(seed: int | None) -> Array:
    rng = np.random.default_rng(seed)
    return X * (rng.random(X.shape) < 0.5) * 2


def test_modes_that_differ_pass() -> None:
    assert check_modes(lambda: dropped(1), lambda: X, what="dropout") is X


@pytest.mark.parametrize(
    ("train", "evaluate", "words"),
    [
        (lambda: X, lambda: X, "the same in training and in evaluation mode"),
        (lambda: X, lambda: dropped(None), "differs between two calls in evaluation mode"),
    ],
)
def test_modes_that_are_mixed_up_are_told(train: Any, evaluate: Any, words: str) -> None:
    assert words in only_evidence_of(check_modes, train, evaluate, what="dropout").summary


# --- rows -------------------------------------------------------------------------------------


def softmax(z: Array) -> Array:
    exp = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(exp / exp.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("output", [None, 1])
def test_rows_that_are_alone_pass(output: int | None) -> None:
    function = softmax if output is None else lambda z: ("cache", softmax(z))
    check_rows_alone(function, (X,), output=output)


def test_rows_of_several_arguments_belong_together() -> None:
    y = np.arange(7) % 5
    check_rows_alone(lambda z, y: softmax(z)[np.arange(len(y)), y], (X, y), rows=(0, 1))


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda z: z - z.mean(axis=0), "depends on the other rows"),
        (lambda z: z / np.abs(z).max(), "depends on the other rows"),
        (lambda z: softmax(z).squeeze(), "another form for a batch of one row"),
        (lambda z: softmax(z) if len(z) > 1 else None, "another form for a batch of one row"),
        (lambda z: z.sum(), "does not have one row for each"),
        (lambda z: z.T, "does not have one row for each"),
        (lambda z: None, "does not have one row for each"),
    ],
)
def test_rows_that_know_of_each_other_are_told(function: Any, words: str) -> None:
    assert words in only_evidence_of(check_rows_alone, function, (X,)).summary


@pytest.mark.parametrize("args", [(X[:1],), (1.0,), (X, X[:3])])
def test_a_batch_without_rows_is_an_error_of_the_course(args: Any) -> None:
    with pytest.raises(CourseError, match="number of rows"):
        check_rows_alone(softmax, args, rows=range(len(args)))


# --- dtypes -----------------------------------------------------------------------------------


def test_a_kept_dtype_passes_and_losses_and_integers_may_be_anything() -> None:
    def loss(x: Array, state: dict[str, Array]) -> Any:
        return float(x.sum()), x * state["W"], np.arange(3)

    value = check_dtype_kept(loss, (X, {"W": X}), names=("loss", "dx", "order"))
    assert value[1].dtype == np.float32


def test_a_lost_dtype_is_told_by_name() -> None:
    found = only_evidence_of(
        check_dtype_kept,
        lambda x: (0.5, x.astype(np.float64)),
        (X,),
        names=("loss", "dx"),
        what="relu_backward",
    )
    assert found.kind is EvidenceKind.DTYPE
    assert found.summary == "dx of relu_backward has not the dtype of the input."
    assert found.detail == "Got float64 for an input of float32."


# --- extreme logits ---------------------------------------------------------------------------


def test_extreme_logits_are_finite_and_named() -> None:
    assert all(z.shape == (2, 5) and np.isfinite(z).all() for z in extreme_logits(5).values())


def test_a_safe_softmax_passes() -> None:
    assert len(check_extremes(softmax, softmax, columns=3)) == len(extreme_logits(3))


def by_the_book(z: Array) -> Array:
    exp = np.exp(z)
    return np.asarray(exp / exp.sum(axis=1, keepdims=True))


def shifted_by_all(z: Array) -> Array:
    exp = np.exp(z - z.max())
    return np.asarray(exp / exp.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("function", [by_the_book, shifted_by_all])
@pytest.mark.filterwarnings("ignore:.*encountered in:RuntimeWarning")
def test_an_overflow_is_told_with_the_logits_that_cause_it(function: Callable[..., Any]) -> None:
    found = only_evidence_of(check_extremes, function, softmax)
    assert found.summary.startswith("For a row of logits that are all 1000: The result of")


def test_the_arguments_of_a_loss_are_made_from_the_logits() -> None:
    def loss(z: Array, y: Array) -> float:
        shifted = z - z.max(axis=1, keepdims=True)
        picked = shifted[np.arange(len(y)), y] - np.log(np.exp(shifted).sum(axis=1))
        return float(-picked.mean())

    labels = np.array([0, 2])
    values = check_extremes(loss, loss, arguments=lambda z: (z, labels), rtol=1e-6)
    assert all(math.isfinite(value) for value in values)


# --- equality ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "equal"),
    [
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.ones(2), np.ones(2, np.float32), False),
        (np.ones((2, 1)), np.ones(2), False),
        (1.0, np.float64(1.0), True),
        (1.0, 1, False),
        ((1.0, [None, "a"]), (1.0, [None, "a"]), True),
        ((1.0,), [1.0], False),
        ({"W": np.ones(2)}, {"W": np.ones(2)}, True),
        ({"W": 1.0}, {"b": 1.0}, False),
        (X, object(), False),
        (np.array(["a"]), np.array(["a"]), True),
    ],
)
def test_answers_are_the_same_bit_for_bit_or_not(first: Any, second: Any, equal: bool) -> None:
    assert same(first, second) is equal
    assert same(second, first) is equal


def test_an_object_is_the_same_as_itself_only() -> None:
    handle = object()
    assert same(handle, handle)
    assert not same(handle, object())
