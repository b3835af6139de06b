"""Tolerances: from the dtype and the length of sums, or as the author of the check gives them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.checks import CheckFailure, check_close, check_value
from grader.checks.comparing.compare import compare
from grader.checks.comparing.tolerance import EXACT, Tolerance
from grader.checks.kinds import Array

DTYPES = ["float64", "float32", "float16"]
UNITS = {name: float(np.finfo(name).eps) for name in DTYPES}
LENGTHS = st.integers(2, 3000)


def relative(dtype: str, terms: int = 1) -> float:
    """What is allowed of an expected 1 beside nothing larger."""
    return float(Tolerance(terms=terms).allowed(np.ones(1), dtype)[0])


# --- the rule ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("dtype", "rtol"), [("float64", 1e-9), ("float32", 1e-4), ("int64", 1e-9)])
def test_short_sums_have_the_tolerance_of_their_dtype(dtype: str, rtol: float) -> None:
    assert relative(dtype) == pytest.approx(rtol, rel=0.02)
    assert relative(dtype, 30) == pytest.approx(rtol, rel=0.06)


@pytest.mark.parametrize("dtype", DTYPES)
def test_long_sums_are_allowed_the_noise_of_their_length(dtype: str) -> None:
    terms = 10**14 if dtype == "float64" else 10**6
    once, four_times = relative(dtype, terms), relative(dtype, 4 * terms)
    assert once > 8 * UNITS[dtype] * np.sqrt(terms)
    assert four_times == pytest.approx(2 * once, rel=1e-6 if dtype == "float16" else 0.02)


def test_what_an_author_gives_is_taken_as_it_is() -> None:
    tolerance = Tolerance(rtol=1e-3, atol=0.0, terms=10**12)
    assert tolerance.allowed(np.ones(1), "float32")[0] == pytest.approx(1e-3)


def test_the_length_of_sums_follows_from_the_largest_argument() -> None:
    x = np.zeros((30, 40))
    args = (x, {"W": np.zeros(2000)}, [np.zeros(5)], 3.0, "relu")
    assert Tolerance().for_sums_over(args).terms == 2000
    assert Tolerance().for_sums_over((3.0, "relu")).terms == 1


def test_an_exact_comparison_allows_nothing() -> None:
    x = np.array([1.0, 5e-324])
    assert not compare(x.copy(), x, EXACT)
    assert compare(np.nextafter(x, 2), x, EXACT)


# --- no false failure -------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@settings(max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), rows=LENGTHS, offset=st.sampled_from([0.0, 1.0, 100.0]))
def test_the_order_of_a_sum_makes_no_difference(
    seed: int, rows: int, offset: float, dtype: str
) -> None:
    rng = np.random.default_rng(seed)
    x = (rng.standard_normal((rows, 3)) + offset).astype(dtype)
    check_value(lambda x: x.sum(axis=0), (x,), lambda x: np.cumsum(x[::-1], axis=0)[-1])
    check_value(lambda x: x.T @ x, (x,), lambda x: np.einsum("ni,nj->ij", x, x))


@given(
    npst.arrays(np.float64, npst.array_shapes(max_side=5), elements=st.floats(allow_nan=False)),
    st.integers(-4, 4),
)
def test_a_few_units_in_the_last_place_make_no_difference(array: Array, units: int) -> None:
    other = array.copy()
    with np.errstate(over="ignore"):
        for _ in range(abs(units)):
            other = np.nextafter(other, np.copysign(np.inf, units))
    assume(bool((np.isfinite(other) == np.isfinite(array)).all()))
    assert not compare(other, array)


def test_a_unit_in_the_last_place_of_the_smallest_float32_makes_no_difference() -> None:
    tiny = np.array([1e-45], dtype=np.float32)
    assert not compare(2 * tiny, tiny)
    assert not compare(np.array([-0.0]), np.array([0.0]))


# --- no false pass ----------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@settings(max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), rows=LENGTHS)
def test_the_longest_sums_still_show_a_wrong_length_and_a_wrong_sign(
    seed: int, rows: int, dtype: str
) -> None:
    x = np.random.default_rng(seed).standard_normal((rows, 3)).astype(dtype)
    for wrong in (lambda x: -x.mean(axis=0), lambda x: x.sum(axis=0) / np.asarray(rows + 1, dtype)):
        with pytest.raises(CheckFailure):
            check_value(wrong, (x,), lambda x: x.mean(axis=0))


@settings(max_examples=40)
@given(npst.arrays(np.float64, st.integers(1, 6), elements=st.floats(0.01, 100.0)))
def test_two_equal_arrays_are_equal_both_ways_round(array: Array) -> None:
    other = array * (1 + 1e-13)
    assert not compare(other, array)
    assert not compare(array, other)


@settings(max_examples=40)
@given(
    npst.arrays(np.float64, st.integers(1, 6), elements=st.floats(0.01, 100.0)),
    st.floats(1e-8, 1e3),
)
def test_two_unequal_arrays_are_unequal_both_ways_round(array: Array, share: float) -> None:
    other = array * (1 + share)
    assert compare(other, array)
    assert compare(array, other)


def test_a_value_at_hand_may_say_how_many_terms_were_added() -> None:
    expected = np.ones(3, dtype=np.float32)
    check_close(expected + np.float32(5e-4), expected, what="x", terms=10**6)
    with pytest.raises(CheckFailure):
        check_close(expected + np.float32(5e-4), expected, what="x")
