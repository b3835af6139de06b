"""The chance of losing a point by bad luck, and the attempts that it is measured from."""

from __future__ import annotations

import math

import pytest

from grader.checks.chance.misses import Attempt, attempts, miss_bound, record_attempt
from grader.errors import CourseError


def test_no_miss_in_300_runs_is_less_than_one_in_ten_thousand_with_a_repeat() -> None:
    assert miss_bound(0, 300) == pytest.approx((1 - 0.05 ** (1 / 300)) ** 2, rel=1e-12)
    assert miss_bound(0, 300) == pytest.approx(9.9e-5, rel=0.01)
    assert miss_bound(1, 300) > 1e-4


@pytest.mark.parametrize(
    ("misses", "runs", "bound"),
    [(0, 1, 0.95), (1, 2, math.sqrt(0.95)), (0, 59, 0.04951), (5, 10, 0.77756), (10, 10, 1.0)],
)
def test_a_single_attempt_has_the_bound_of_clopper_and_pearson(
    misses: int, runs: int, bound: float
) -> None:
    assert miss_bound(misses, runs, attempts=1) == pytest.approx(bound, rel=1e-4)


@pytest.mark.parametrize("misses", [0, 1, 7, 40])
def test_at_the_bound_so_few_misses_have_a_chance_of_one_in_twenty(misses: int) -> None:
    chance = miss_bound(misses, 300, attempts=1)
    exact = math.fsum(
        math.comb(300, k) * chance**k * (1 - chance) ** (300 - k) for k in range(misses + 1)
    )
    assert exact == pytest.approx(0.05, rel=1e-9)


def test_more_misses_raise_the_bound_and_more_runs_lower_it() -> None:
    assert miss_bound(0, 300) < miss_bound(1, 300) < miss_bound(2, 300)
    assert miss_bound(2, 1000) < miss_bound(2, 300)


@pytest.mark.parametrize(("misses", "runs"), [(0, 0), (-1, 10), (11, 10)])
def test_impossible_counts_are_an_error(misses: int, runs: int) -> None:
    with pytest.raises(CourseError, match="no measurement"):
        miss_bound(misses, runs)


def test_attempts_are_seen_only_while_somebody_listens() -> None:
    attempt = Attempt(accuracy=0.5, thresholds=(0.4, 0.6))
    record_attempt(attempt)
    with attempts() as outer:
        record_attempt(attempt)
        with attempts() as inner:
            record_attempt(attempt)
        record_attempt(attempt)
    assert (len(outer), len(inner)) == (2, 1)
    assert attempt.missed
    assert not Attempt(accuracy=0.6, thresholds=(0.4, 0.6)).missed
