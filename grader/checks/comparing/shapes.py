"""A wrong shape in words.

The shape that came back is named only where it follows from the expected one by a rule, because
its numbers could otherwise be a message from the submission.
"""

from __future__ import annotations

Shape = tuple[int, ...]


def shape_words(got: Shape, expected: Shape) -> tuple[str, str]:
    """The rest of a sentence that begins with a noun, and a hint (perhaps empty)."""
    if got == ():
        return f"is a number, expected shape {expected}", "Was it summed over one axis too many?"
    if expected == ():
        return "is an array, expected a number", "Is a sum or a mean over an axis missing?"
    if got == (*expected, 1):
        return _named(got, expected, _is_not("column", expected)), _KEEPDIMS
    if got == (1, *expected):
        return _named(got, expected, _is_not("row", expected)), _KEEPDIMS
    if expected in ((*got, 1), (1, *got)):
        return f"lacks an axis of length 1: expected shape {expected}", _LOST
    if got == expected[::-1]:
        return _named(got, expected, "transposed"), "Which index counts rows, which columns?"
    if len(got) != len(expected):
        return f"has the wrong number of axes: expected shape {expected}", ""
    return f"has the wrong shape: expected {expected}", ""


_KEEPDIMS = "keepdims=True, reshape(-1, 1) or a matrix product may have added the axis."
_LOST = "Indexing with a number and sum without keepdims=True both remove an axis."


def _is_not(what: str, expected: Shape) -> str:
    return f"a {what} is not a vector" if len(expected) == 1 else "one axis of length 1 too many"


def _named(got: Shape, expected: Shape, why: str) -> str:
    return f"has shape {got}, expected {expected}: {why}"
