"""Calls to copy and paste, and values to read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.checks.calls.expression import LONGEST_CALL, call_expression
from grader.checks.render import LONGEST_VALUE, distinguishable, escaped, short

DTYPES = st.sampled_from(["float64", "float32", "int64", "int8", "uint64", "bool", "complex128"])
ARRAYS = npst.arrays(DTYPES, npst.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=3))
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(max_size=20)
)
VALUES = st.recursive(
    st.one_of(PLAIN, ARRAYS, st.floats(width=32).map(np.float32)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=4,
)


def same(left: object, right: object) -> bool:
    """Equal to the last bit, with types."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left.dtype == right.dtype and np.array_equal(
            left, right, equal_nan=left.dtype.kind in "fc"
        )
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return bool(left == right) or (left != left and right != right)


@given(VALUES, VALUES)
def test_a_call_that_is_pasted_is_the_same_call(first: object, second: object) -> None:
    expression = call_expression("f", (first,), {"second": second})
    if not expression:
        return
    seen = eval(expression, {"np": np, "f": lambda x, second: (x, second)})
    assert same(seen, (first, second))


def test_every_digit_is_there() -> None:
    x = np.array([[0.1, 1 / 3]])
    assert call_expression("f", (x, np.array([0, 2])), {}) == (
        "f(np.array([[0.1, 0.3333333333333333]]), np.array([0, 2]))"
    )


@pytest.mark.parametrize(
    "argument",
    [np.zeros(10_000), "x" * 3000, [10**5000], object(), np.random.default_rng(0), [len]],
    ids=["array", "text", "integer", "object", "generator", "function"],
)
def test_what_is_too_long_or_has_no_expression_gives_none(argument: object) -> None:
    assert call_expression("f", (argument,), {}) == ""


@given(VALUES)
def test_no_call_is_longer_than_the_cap(value: object) -> None:
    assert len(call_expression("f", (value,) * 5, {})) <= LONGEST_CALL


def test_a_function_without_a_name_gives_no_call() -> None:
    assert call_expression("the function", (1.0,), {}) == ""


@given(st.one_of(VALUES, st.text(), st.binary(), st.integers(min_value=10**4400)))
def test_a_short_value_is_short_and_printable(value: object) -> None:
    text = short(value)
    assert len(text) <= LONGEST_VALUE
    assert all(letter.isprintable() or letter == "\n" for letter in text)


def test_control_characters_are_escaped() -> None:
    assert escaped("a\x1b[31m\r\u202e\ud800é\n") == "a\\x1b[31m\\r\\u202e\\ud800é\n"


def test_short_values_are_readable() -> None:
    assert short(np.array([1.0, 0.5])) == "[1. , 0.5]"
    assert short((1.5, [None, True], {"W": np.float64(2)})) == "(1.5, [None, True], {'W': 2.0})"
    assert short((1,)) == "(1,)"
    assert short(list(range(100))) == "[0, 1, 2, 3, 4, 5, 6, 7, ...]"
    assert short([[[[[[1]]]]]]) == "[[[[[...]]]]]"


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_two_different_numbers_never_look_alike_beside_each_other(one: float, other: float) -> None:
    left, right = distinguishable(one, other)
    assert (left == right) == (one == other and repr(one) == repr(other))


def test_numbers_beside_each_other_have_six_digits_where_those_suffice() -> None:
    assert distinguishable(-2 / 3, -1 / 3) == ("-0.666667", "-0.333333")
    assert distinguishable(1.0000001, 1.0) == ("1.0000001", "1")
