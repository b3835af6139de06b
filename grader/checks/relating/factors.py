"""A constant factor between a wrong value and the right one, and where that factor comes from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.checks.relating.pair import (
    CLOSE,
    Explanation,
    Pair,
    conclusive,
    nearly_equal,
    unrounded,
)

_UNKNOWN = "is a division or a factor missing or doubled?"
_SUM = "is it the sum where the mean is asked for, or is a division missing?"
_MEAN = "is it the mean where the sum is asked for, or is it divided twice?"
_HALVES = "is it the 2 from the derivative of a square, or a 1/2 before the sum?"
_LOGARITHMS = "it is the one between logarithms of two bases. Which base is asked for?"

Source = tuple[str, str]
"""What number a factor is, and a question about it."""


def negated(pair: Pair) -> Explanation | None:
    """The right numbers with the wrong sign."""
    if not nearly_equal(pair.got, -pair.expected) or not conclusive(pair.expected):
        return None
    return f"{_entries(pair)} has the right size but the wrong sign.", ""


def scaled(pair: Pair) -> Explanation | None:
    """The right numbers times one factor; for a single number, a factor with a known source."""
    ratio = _ratio(pair)
    if ratio is None:
        return None
    is_single = pair.got.size == 1
    source = _source(pair, abs(ratio))
    if not conclusive(pair.expected, free=1) and (source is None or not _is_reliable(pair)):
        return None
    what, question = source or ("", _UNKNOWN)
    return (
        f"{_entries(pair)} is off by {'a' if is_single else 'the same'} factor{what}: {question}",
        f"{_entries(pair)} is {_words(ratio)} times the expected one.",
    )


def _entries(pair: Pair) -> str:
    return "Every entry" if pair.got.size > 1 else "The value"


def _is_reliable(pair: Pair) -> bool:
    """Many digits on both sides: in small examples two factors are equal by chance."""
    made_from = (argument.values for argument in pair.arguments)
    return conclusive(pair.got, pair.expected) and any(
        unrounded(values).size > 1 for values in made_from
    )


def _ratio(pair: Pair) -> float | None:
    if pair.got.shape != pair.expected.shape:
        return None
    used = pair.expected != 0
    ratio = float(np.median(pair.got[used] / pair.expected[used]))
    if ratio == 0 or abs(ratio - 1) < CLOSE or not nearly_equal(pair.got, ratio * pair.expected):
        return None
    return ratio


def _source(pair: Pair, size: float) -> Source | None:
    """What number the factor is, and a question about it; None when that is not clear."""
    sources = [(text, question) for number, text, question in _sources(pair) if _same(size, number)]
    return sources[0] if len(sources) == 1 else None


def _sources(pair: Pair) -> Iterator[tuple[float, str, str]]:
    """Numbers that a factor may be, what they are, and a question about each."""
    yield 2.0, "", _HALVES
    yield 1 / 2, "", _HALVES
    for base in (2, 10):
        yield float(np.log(base)), "", _LOGARITHMS
        yield 1 / float(np.log(base)), "", _LOGARITHMS
    for length, word in _lengths(pair).items():
        yield length, f", {word}", _SUM
        yield 1 / length, f", 1 over {word}", _MEAN
    for argument in pair.arguments:
        value = abs(float(argument.values)) if argument.values.ndim == 0 else 0.0
        if value not in (0.0, 1.0):
            question = f"is {argument.word} missing, or used twice?"
            yield value, f" that comes from {argument.word}", question
            yield 1 / value, f" that comes from {argument.word}", question


def _lengths(pair: Pair) -> dict[int, str]:
    """Lengths of axes, then numbers of entries; each length is that of the first that has it."""
    arrays = [(each.word, each.values.shape) for each in pair.arguments if each.values.ndim]
    arrays.append(("the result", pair.expected.shape))
    words: dict[int, str] = {}
    for word, shape in arrays:
        for axis, length in enumerate(shape):
            which = f"axis {axis}" if shape.count(length) == 1 else "an axis"
            words.setdefault(length, f"the length of {which} of {word}")
    for word, shape in arrays:
        words.setdefault(int(np.prod(shape)), f"the number of entries of {word}")
    return {length: word for length, word in words.items() if length > 1}


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * other


def _words(ratio: float) -> str:
    """A ratio as people say it: 7, 1/7 or 0.123457."""
    inverse = 1 / ratio
    is_fraction = abs(inverse) > 1 and abs(inverse - round(inverse)) < CLOSE * abs(inverse)
    return f"1/{round(inverse)}" if is_fraction else f"{ratio:.6g}"
