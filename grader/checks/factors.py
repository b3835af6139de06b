"""One factor between a wrong value and the right one, and where that number comes from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.checks.pair import CLOSE, Pair, Story, alike, telling

_UNKNOWN = "is a division or a factor missing or doubled?"
_SUM = "is it the sum where the mean is asked for, or is a division missing?"
_MEAN = "is it the mean where the sum is asked for, or is it divided twice?"
_HALVES = "is it the 2 from the derivative of a square, or a 1/2 before the sum?"
_LOGARITHMS = "it is the one between logarithms of two bases. Which base is asked for?"
_LOG2, _LOG10 = float(np.log(2)), float(np.log(10))
_KNOWN = {
    2.0: _HALVES,
    1 / 2: _HALVES,
    _LOG2: _LOGARITHMS,
    1 / _LOG2: _LOGARITHMS,
    _LOG10: _LOGARITHMS,
    1 / _LOG10: _LOGARITHMS,
}
_SHORTEST = 3


def negated(pair: Pair) -> Story | None:
    """The right numbers with the wrong sign."""
    if not alike(pair.got, -pair.expected) or not telling(pair.expected):
        return None
    return f"{_entries(pair)} has the right size but the wrong sign.", ""


def scaled(pair: Pair) -> Story | None:
    """The right numbers times one factor; of a single number, times a factor that has a reason."""
    ratio = _ratio(pair)
    if ratio is None:
        return None
    source = _source(pair, abs(ratio))
    if not telling(pair.expected, free=1) and not (source and telling(pair.got, pair.expected)):
        return None
    factor = "the same factor" if pair.got.size > 1 else "a factor"
    what, question = source or ("", _UNKNOWN)
    return (
        f"{_entries(pair)} is off by {factor}{what}: {question}",
        f"{_entries(pair)} is {_words(ratio)} times the expected one.",
    )


def _entries(pair: Pair) -> str:
    return "Every entry" if pair.got.size > 1 else "The value"


def _ratio(pair: Pair) -> float | None:
    if pair.got.shape != pair.expected.shape:
        return None
    used = pair.expected != 0
    ratio = float(np.median(pair.got[used] / pair.expected[used]))
    if ratio == 0 or abs(ratio - 1) < CLOSE or not alike(pair.got, ratio * pair.expected):
        return None
    return ratio


def _source(pair: Pair, size: float) -> tuple[str, str] | None:
    """What number the factor is, and a question about it; None when it is none that we know."""
    for known, question in _KNOWN.items():
        if _same(size, known):
            return "", question
    for length, word in _lengths(pair):
        if _same(size, length):
            return f", {word}", _SUM
        if _same(size, 1 / length):
            return f", 1 over {word}", _MEAN
    for word, value in _scalars(pair):
        if _same(size, value) or _same(size, 1 / value):
            return f" that comes from {word}", f"is {word} missing, or used twice?"
    return None


def _lengths(pair: Pair) -> Iterator[tuple[int, str]]:
    """Lengths of axes, then numbers of entries; each length once."""
    arrays = [(each.word, each.values.shape) for each in pair.arguments if each.values.ndim]
    arrays.append(("the result", pair.expected.shape))
    words: dict[int, str] = {}
    for word, shape in arrays:
        for axis, length in enumerate(shape):
            words.setdefault(length, f"the length of axis {axis} of {word}")
    for word, shape in arrays:
        words.setdefault(int(np.prod(shape)), f"the number of entries of {word}")
    return ((length, word) for length, word in words.items() if length >= _SHORTEST)


def _scalars(pair: Pair) -> Iterator[tuple[str, float]]:
    for argument in pair.arguments:
        if argument.values.ndim == 0 and abs(float(argument.values)) not in (0.0, 1.0):
            yield argument.word, abs(float(argument.values))


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * other


def _words(ratio: float) -> str:
    """A ratio as people say it: 7, 1/7 or 0.123457."""
    inverse = 1 / ratio
    is_fraction = abs(inverse) > 1 and abs(inverse - round(inverse)) < CLOSE * abs(inverse)
    return f"1/{round(inverse)}" if is_fraction else f"{ratio:.6g}"
