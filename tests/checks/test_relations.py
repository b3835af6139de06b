"""Simple relations between a wrong value and the right one: named when true, silent otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.calls.source_call import SourceCall
from grader.checks.relating.pair import Explanation
from grader.checks.relating.relations import UNEXPLAINED, reduction, relation

Arrays = dict[str, Any]
SEEDS = st.integers(0, 2**32 - 1)


def layer(x: Any, W: Any, b: Any, reg: float) -> Any:
    """The solution; its parameters name the arguments in sentences."""
    return x @ W + b


def drawn(seed: int = 0, N: int = 7, D: int = 5, K: int = 3) -> Arrays:
    rng = np.random.default_rng(seed)
    shapes = {"x": (N, D), "W": (D, K), "b": (K,)}
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()} | {"reg": 0.3}


def explanation(got: Any, expected: Any, args: Arrays | None = None) -> Explanation:
    source = SourceCall("layer", tuple((args or drawn()).values()), {}, layer)
    return relation(np.asarray(got), np.asarray(expected), source)


# --- what is named ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda z, a: -z, "wrong sign"),
        (lambda z, a: 7 * z, "the length of axis 0 of x: is it the sum where the mean"),
        (lambda z, a: z / 7, "1 over the length of axis 0 of x: is it the mean where the sum"),
        (lambda z, a: z / 21, "1 over the number of entries of the result"),
        (lambda z, a: 2 * z, "the 2 from the derivative of a square"),
        (lambda z, a: z / np.log(2), "logarithms of two bases"),
        (lambda z, a: 0.3 * z, "comes from reg: is reg missing, or used twice?"),
        (lambda z, a: 1.234 * z, "is a division or a factor missing or doubled?"),
        (lambda z, a: -7 * z, "axis 0 of x"),
        (lambda z, a: z - a["b"], "Exactly b is missing"),
        (lambda z, a: z + a["b"], "Exactly b is too much"),
        (lambda z, a: z - 0.6 * a["b"], "proportional to b"),
        (lambda z, a: z + 0.5, "same amount"),
        (lambda z, a: z - z.mean(axis=0), "the same all along axis 0"),
        (lambda z, a: 0 * z, "zero: is anything ever written into it?"),
        (lambda z, a: np.roll(z, 1, axis=0), "another order"),
        (lambda z, a: z.T.reshape(z.shape), "reshape"),
        (lambda z, a: np.float32(z).astype(float), "as in float32"),
        (lambda z, a: 7 * np.float32(z).astype(float), "axis 0 of x"),
    ],
)
@settings(max_examples=10)
@given(seed=SEEDS)
def test_a_true_relation_is_named(seed: int, change: Callable[..., Any], words: str) -> None:
    args = drawn(seed)
    z = layer(**args)
    hint, _ = explanation(change(z, args), z, args)
    assert words in hint


def test_the_numbers_stand_in_the_detail() -> None:
    z = layer(**drawn())
    assert explanation(z / 7, z)[1] == "Every entry is 1/7 times the expected one."
    assert explanation(z + 0.5, z)[1] == "Every entry is 0.5 away from the expected one."


def test_without_a_solution_arguments_are_counted() -> None:
    args = drawn()
    z = layer(**args)
    source = SourceCall("layer", (args["x"], {"W": args["W"]}), {"b": args["b"]})
    assert "axis 0 of the first argument" in relation(7 * z, z, source)[0]
    assert "Exactly b is missing" in relation(z - args["b"], z, source)[0]
    W = args["W"]
    assert "Exactly W is too much" in relation(2 * W + 1, W + 1, source)[0]


def test_an_argument_that_comes_back_is_recognised() -> None:
    args = drawn()
    assert "This is W as it was given" in explanation(args["W"], np.tanh(args["W"]), args)[0]


def test_transposed_axes_are_named_where_no_shape_shows_them() -> None:
    rng = np.random.default_rng(0)
    square, cube = rng.standard_normal((4, 4)), rng.standard_normal((4, 3, 4))
    assert explanation(square.T, square)[0].endswith("transposed.")
    assert explanation(cube.transpose(2, 1, 0), cube)[0].endswith("with other axes first.")


def test_a_single_number_is_off_by_a_length() -> None:
    args = drawn()
    loss = float(np.mean(np.log1p(args["x"] ** 2)))
    hint, detail = explanation(35 * loss, loss, args)
    assert hint.startswith("The value is off by a factor, the number of entries of x: ")
    assert detail == "The value is 35 times the expected one."


@pytest.mark.parametrize(("share", "words"), [(-0.5, "lacks"), (-1, "lacks"), (0.5, "too much")])
def test_a_penalty_is_found_in_the_gap_of_a_loss(share: float, words: str) -> None:
    args = drawn()
    loss = 1.2345678
    hint, _ = explanation(loss + share * 0.3 * np.sum(args["W"] ** 2), loss, args)
    assert words in hint
    assert "the term with reg and the squares of W" in hint


def test_a_softmax_over_the_wrong_axis_is_recognised_by_its_sums() -> None:
    z = layer(**drawn())
    rows, columns = (np.exp(z) / np.exp(z).sum(axis=axis, keepdims=True) for axis in (1, 0))
    hint, _ = explanation(columns, rows)
    assert hint.startswith("Lines along axis 0 have one and the same sum")


def test_standardising_the_wrong_axis_is_recognised() -> None:
    z = layer(**drawn(N=11))
    right, wrong = (
        (z - z.mean(axis=i, keepdims=True)) / z.std(axis=i, keepdims=True) for i in (0, 1)
    )
    assert "where lines along axis 0 should" in explanation(wrong, right)[0]


@pytest.mark.parametrize("name", ["sum", "mean", "max", "min"])
def test_a_reduction_over_the_wrong_axis_is_named_whatever_the_shape(name: str) -> None:
    args = drawn()
    reduce = getattr(np, name)
    source = SourceCall("f", (args["x"],))
    hint, _ = reduction(reduce(args["x"], axis=0), reduce(args["x"], axis=1), source)
    assert hint.endswith("of the first argument over axis 0, where axis 1 is asked for.")


# --- silence ----------------------------------------------------------------------------------


@settings(max_examples=100)
@given(SEEDS, st.sampled_from([(), (1,), (2,), (3,), (7, 3), (3, 3), (7, 5), (5, 3), (2, 3, 4)]))
def test_unrelated_numbers_have_no_explanation(seed: int, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng([seed, 1])
    assert (
        explanation(rng.standard_normal(shape), rng.standard_normal(shape), drawn(seed))
        == UNEXPLAINED
    )


@pytest.mark.parametrize(
    "garbage",
    [
        np.tanh,
        np.square,
        np.abs,
        lambda z: np.maximum(z, 0),
        lambda z: z + np.eye(*z.shape),
        lambda z: np.where(np.arange(3) == 1, 2 * z, z),
        lambda z: z * (1 + np.arange(3)),
        lambda z: z + np.arange(21.0).reshape(7, 3),
        lambda z: np.cumsum(z, axis=0),
        lambda z: np.ones_like(z),
        lambda z: np.sign(z),
    ],
)
@settings(max_examples=20)
@given(seed=SEEDS)
def test_other_functions_of_the_same_input_have_no_explanation(seed: int, garbage: Any) -> None:
    args = drawn(seed)
    z = layer(**args)
    assert explanation(garbage(z), z, args) == UNEXPLAINED


@settings(max_examples=100)
@given(SEEDS, st.integers(-12, -1))
def test_right_numbers_with_noise_have_no_explanation(seed: int, power: int) -> None:
    args = drawn(seed)
    z = layer(**args)
    noise = np.random.default_rng(seed + 1).standard_normal(z.shape)
    assert explanation(z + 10.0**power * noise, z, args) == UNEXPLAINED
    assert explanation(z * (1 + 10.0**power * noise), z, args) == UNEXPLAINED


def test_a_factor_with_two_reasons_gets_the_question_without_a_reason() -> None:
    args = drawn(N=2)
    z = layer(**args)
    assert explanation(2 * z, z, args)[0].endswith("is a division or a factor missing or doubled?")


def test_of_two_axes_of_one_length_none_is_named() -> None:
    square = np.random.default_rng(0).standard_normal((5, 5))
    assert "the length of an axis of" in relation(5 * square, square, SourceCall("f", (square,)))[0]


def test_a_single_number_made_from_round_ones_is_off_by_chance() -> None:
    loss, guesses = 1.0986122886681098, np.array([0.5, 0.25, 0.25])
    assert (
        relation(np.asarray(loss / 3), np.asarray(loss), SourceCall("f", (guesses,))) == UNEXPLAINED
    )


@settings(max_examples=50)
@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(-9, 9))
def test_a_round_number_or_two_prove_nothing(got: int, other: int, expected: int) -> None:
    assert explanation(got / 2, expected / 4) == UNEXPLAINED
    assert explanation([got, other], [expected, other + 1]) == UNEXPLAINED


@settings(max_examples=50)
@given(st.lists(st.integers(0, 1), min_size=1, max_size=12), st.data())
def test_labels_of_two_classes_have_no_explanation(labels: list[int], data: st.DataObject) -> None:
    others = data.draw(st.permutations(labels))
    flipped = [1 - label for label in labels]
    signs = [2 * label - 1 for label in labels]
    assert explanation(others, labels) == explanation(flipped, labels) == UNEXPLAINED
    assert explanation(np.negative(signs), signs) == UNEXPLAINED


@pytest.mark.parametrize("strange", [np.nan, np.inf, 1j])
def test_what_is_not_finite_and_real_has_no_explanation(strange: Any) -> None:
    expected = np.array([1.1, 2.3, 3.7])
    assert explanation(strange * expected, expected) == UNEXPLAINED
    assert explanation(expected, strange * expected) == UNEXPLAINED


def test_tensors_strings_and_objects_among_the_arguments_are_passed_by() -> None:
    source = SourceCall("f", (object(), "relu", None, [1.0], {"seed": 1}, True))
    expected = np.array([1.1, 2.3, 3.7])
    assert "wrong sign" in relation(-expected, expected, source)[0]
