"""A term between a wrong value and the right one: a bias, a penalty, a constant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.checks.relating.pair import CLOSE, Explanation, Floats, Pair, conclusive, nearly_equal

_FEWEST_LINES = 3
_SHARES = (0.5, 1.0, 2.0)
_NOISE = 1e-9
"""Smaller gaps, relative to the expected numbers, are rounding noise."""


def proportional(pair: Pair) -> Explanation | None:
    """The gap is a multiple of an argument, row by row if that has fewer axes."""
    for argument in pair.arguments:
        factor = _multiple(pair, argument.values)
        if factor is not None:
            return _proportional(argument.word, factor)
    return None


def penalised(pair: Pair) -> Explanation | None:
    """The gap of a single number is a penalty: a factor among the arguments times squares."""
    if pair.got.size != 1 or not conclusive(pair.got, pair.expected) or not _is_no_rounding(pair):
        return None
    gap = float(pair.gap.flat[0])
    for word, penalty, size in _penalties(pair):
        if abs(abs(gap) - size) <= CLOSE * size:
            much = "lacks" if gap < 0 else "has too much of"
            return (
                f"The value {much} a penalty: look at the term with {penalty} and the squares of "
                f"{word}.",
                f"The gap is {gap:.6g}: {penalty} times the sum of squares of {word}, or a half or "
                "the double of it.",
            )
    return None


def shifted(pair: Pair) -> Explanation | None:
    """Every entry is off by the same amount."""
    if pair.got.shape != pair.expected.shape or pair.got.size < 3 or not _is_no_rounding(pair):
        return None
    if not conclusive(pair.expected, free=1) or not _is_constant(pair.gap):
        return None
    hint = "Every entry is off by the same amount: is a constant term missing or counted twice?"
    return hint, f"Every entry is {float(pair.gap.flat[0]):.6g} away from the expected one."


def repeated(pair: Pair) -> Explanation | None:
    """The gap is the same in every line along an axis, as that of a forgotten bias is."""
    gap = pair.gap if pair.got.shape == pair.expected.shape else np.zeros(0)
    if gap.ndim < 2 or not _is_no_rounding(pair):
        return None
    for axis, length in enumerate(gap.shape):
        line = np.asarray(gap.take(0, axis=axis))
        spread = np.ptp(gap, axis=axis).max()
        if (
            length >= _FEWEST_LINES
            and spread <= CLOSE * np.abs(gap).max()
            and conclusive(line, free=1)
        ):
            return (
                f"What is wrong is the same all along axis {axis}: is a term that does not change "
                "along it (a bias, a mean) missing or doubled?",
                "",
            )
    return None


def _multiple(pair: Pair, values: Floats) -> float | None:
    """How many times `values` the gap is; None when it is none."""
    gap = pair.gap if pair.got.shape == pair.expected.shape else np.zeros(0)
    if not 0 < values.ndim <= gap.ndim or gap.shape[gap.ndim - values.ndim :] != values.shape:
        return None
    if not _is_no_rounding(pair) or not conclusive(values, free=1):
        return None
    spread = np.broadcast_to(values, gap.shape)
    factor = float(np.sum(gap * spread) / np.sum(spread * spread))
    return factor if factor and nearly_equal(gap, factor * spread) else None


def _proportional(word: str, factor: float) -> Explanation:
    detail = f"The gap is {factor:.6g} times {word}."
    if abs(factor + 1) < CLOSE:
        return f"Exactly {word} is missing: is it never added?", detail
    if abs(factor - 1) < CLOSE:
        return (
            f"Exactly {word} is too much: is it added twice, or where it does not belong?",
            detail,
        )
    return (
        f"The gap is proportional to {word}: is a term with it (an update, a bias) missing, "
        "doubled, of another size or sign?",
        detail,
    )


def _penalties(pair: Pair) -> Iterator[tuple[str, str, float]]:
    """Names of an array and of a factor, and the size of a penalty that they could make."""
    arrays = [
        each for each in pair.arguments if each.values.ndim and conclusive(each.values, free=1)
    ]
    for argument in arrays:
        squares = float(np.sum(argument.values**2))
        for factor in pair.arguments:
            if factor.values.ndim == 0 and factor.values:
                for share in _SHARES:
                    yield argument.word, factor.word, share * abs(float(factor.values)) * squares


def _is_no_rounding(pair: Pair) -> bool:
    return bool(np.abs(pair.gap).max() > _NOISE * np.abs(pair.expected).max())


def _is_constant(values: Floats) -> bool:
    return bool(np.ptp(values) <= CLOSE * np.abs(values).max())
