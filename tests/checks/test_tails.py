"""Tail probabilities against exact sums and published values."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.chance.tails import (
    binomial_at_least,
    binomial_at_most,
    bisect_increasing,
    chi_square_at_least,
    chi_square_at_most,
    normal_beyond,
)


def exact(hits: int, trials: int, chance: Fraction) -> float:
    terms = (
        math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(hits + 1)
    )
    return float(sum(terms, Fraction(0)))


@given(st.integers(1, 60), st.data())
def test_the_binomial_tail_is_the_exact_sum(trials: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, trials))
    chance = data.draw(st.sampled_from([Fraction(1, 1024), Fraction(5, 16), Fraction(15, 16)]))
    expected = exact(hits, trials, chance)
    assert binomial_at_most(hits, trials, float(chance)) == pytest.approx(expected, abs=1e-12)
    assert binomial_at_least(hits + 1, trials, float(chance)) == pytest.approx(
        1 - expected, abs=1e-12
    )


def test_a_far_tail_keeps_its_digits() -> None:
    assert binomial_at_most(0, 1000, 0.5) == pytest.approx(2.0**-1000, rel=1e-9)
    assert binomial_at_least(1000, 1000, 0.5) == pytest.approx(2.0**-1000, rel=1e-9)


def test_certain_outcomes_are_certain() -> None:
    assert binomial_at_most(5, 5, 0.3) == 1.0
    assert binomial_at_most(-1, 5, 0.3) == 0.0
    assert binomial_at_most(4, 5, 1.0) == 0.0
    assert binomial_at_most(0, 5, 0.0) == 1.0
    assert binomial_at_least(0, 5, 0.3) == 1.0


@pytest.mark.parametrize(
    ("value", "freedom", "above"),
    [(3.841459, 1, 0.05), (18.307038, 10, 0.05), (29.588298, 10, 0.001), (2.705543, 1, 0.1)],
)
def test_chi_square_has_the_printed_quantiles(value: float, freedom: int, above: float) -> None:
    assert chi_square_at_least(value, freedom) == pytest.approx(above, rel=1e-6)
    assert chi_square_at_most(value, freedom) == pytest.approx(1 - above, rel=1e-6)


@given(st.floats(0.01, 400), st.integers(1, 40))
def test_chi_square_of_even_freedom_is_a_poisson_sum(value: float, half: int) -> None:
    poisson = math.fsum(
        math.exp(-value / 2 + k * math.log(value / 2) - math.lgamma(k + 1)) for k in range(half)
    )
    assert chi_square_at_least(value, 2 * half) == pytest.approx(poisson, rel=1e-9, abs=1e-14)


def test_a_normal_value_is_beyond_its_quantile_as_often_as_asked() -> None:
    for chance in (0.3, 1e-3, 1e-10):
        assert math.erfc(normal_beyond(chance) / math.sqrt(2)) / 2 == pytest.approx(chance)


def test_halving_finds_where_a_function_reaches_a_level() -> None:
    assert bisect_increasing(lambda x: x**3, 8.0, 0.0, 100.0) == pytest.approx(2.0, rel=1e-15)
