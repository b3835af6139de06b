"""Tail probabilities to double precision: binomial, normal, chi-square. Nothing is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

_BISECTIONS = 200
_NEGLIGIBLE = 1e-17
"""A term below this share of a sum changes nothing."""


def binomial_at_most(hits: int, trials: int, chance: float) -> float:
    """P(X <= hits) for X hits in `trials` independent trials, each with probability `chance`."""
    if hits < 0:
        return 0.0
    if hits >= trials or chance <= 0:
        return 1.0
    if hits > trials * chance:
        return 1.0 - _lower_sum(trials - hits - 1, trials, 1.0 - chance)
    return _lower_sum(hits, trials, chance)


def binomial_at_least(hits: int, trials: int, chance: float) -> float:
    """P(X >= hits) for X hits in `trials` independent trials, each with probability `chance`."""
    return binomial_at_most(trials - hits, trials, 1.0 - chance)


def chi_square_at_most(value: float, freedom: int) -> float:
    """P(X <= value) for X the sum of `freedom` squared standard normals."""
    return 0.0 if value <= 0 else _gamma_tails(freedom / 2, value / 2)[0]


def chi_square_at_least(value: float, freedom: int) -> float:
    """P(X >= value) for X the sum of `freedom` squared standard normals."""
    return 1.0 if value <= 0 else _gamma_tails(freedom / 2, value / 2)[1]


def normal_beyond(probability: float) -> float:
    """The z with P(X >= z) = `probability` for a standard normal X."""
    return -NormalDist().inv_cdf(probability)


def bisect_increasing(
    function: Callable[[float], float], level: float, low: float, high: float
) -> float:
    """The x in [low, high] where an increasing function reaches `level`, by bisection."""
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if function(middle) < level else (low, middle)
    return high


def _lower_sum(hits: int, trials: int, chance: float) -> float:
    """The lower tail up to `hits` <= trials * chance, where the terms fall from the last one on."""
    if chance >= 1:
        return 0.0
    term = math.exp(
        math.lgamma(trials + 1)
        - math.lgamma(hits + 1)
        - math.lgamma(trials - hits + 1)
        + hits * math.log(chance)
        + (trials - hits) * math.log1p(-chance)
    )
    odds, terms = (1 - chance) / chance, []
    for k in range(hits, -1, -1):
        terms.append(term)
        term *= odds * k / (trials - k + 1)
        if term < terms[0] * _NEGLIGIBLE:
            break
    return min(1.0, math.fsum(terms))


def _gamma_tails(a: float, x: float) -> tuple[float, float]:
    """The regularised incomplete gamma functions P(a, x) and Q(a, x), a and x above 0."""
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        lower = front * _gamma_series(a, x)
        return lower, 1.0 - lower
    upper = front * _gamma_fraction(a, x)
    return 1.0 - upper, upper


def _gamma_series(a: float, x: float) -> float:
    """The sum of x^n / (a (a+1) ... (a+n)), which converges quickly for x < a + 1."""
    term = total = 1.0 / a
    divisor = a
    while term > total * _NEGLIGIBLE:
        divisor += 1.0
        term *= x / divisor
        total += term
    return total


def _gamma_fraction(a: float, x: float) -> float:
    """The continued fraction 1/(x+1-a- 1(1-a)/(x+3-a- ...)) for x >= a + 1, after Lentz."""
    b = x + 1.0 - a
    c, d = math.inf, 1.0 / b
    value = d
    for i in range(1, 1_000_000):
        step = -i * (i - a)
        b += 2.0
        d = 1.0 / (step * d + b)
        c = b + step / c
        value *= d * c
        if abs(d * c - 1.0) < 1e-16:
            break
    return value
