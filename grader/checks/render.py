"""Values as short text to read. Objects of unknown classes are named, never touched."""

from __future__ import annotations

from itertools import islice

import numpy as np

from grader.checks.kinds import OBJECT, Array, numeric

LONGEST_VALUE = 400
_MOST_ITEMS = 8
_DEEPEST = 4
_LONGEST_INT_BITS = 256


def short(value: object) -> str:
    """`value` rounded, control characters escaped, in at most `LONGEST_VALUE` characters."""
    text = escaped(_short(value, _DEEPEST))
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 4] + " ..."


def distinguishable(one: float | str, other: float | str) -> tuple[str, str]:
    """Two numbers with six digits, or with as many more as it takes to tell them apart."""
    if isinstance(one, str) or isinstance(other, str):
        return str(one), str(other)
    for digits in range(6, 17):
        texts = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if texts[0] != texts[1]:
            return texts
    return repr(one), repr(other)


def escaped(text: str) -> str:
    """`text` with every character that is neither printable nor a line end as an escape."""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1] for letter in text
    )


def _short(value: object, depth: int) -> str:
    if type(value) in (str, bytes):
        return repr(value[:LONGEST_VALUE])  # type: ignore[index]
    if type(value) is int and value.bit_length() > _LONGEST_INT_BITS:
        return "a very long integer"
    if value is None or type(value) in (bool, int, float, complex):
        return repr(value)
    numbers = numeric(value)
    if numbers is None:
        return _container(value, depth)
    return _array(numbers.values) if numbers.holds_numbers else OBJECT


def _container(value: object, depth: int) -> str:
    if type(value) is dict:
        pairs = islice(value.items(), _MOST_ITEMS)
        items = [f"{_short(key, 0)}: {_inner(item, depth)}" for key, item in pairs]
        return f"{{{_joined(items, len(value))}}}"
    if type(value) is list:
        return f"[{_joined([_inner(item, depth) for item in value[:_MOST_ITEMS]], len(value))}]"
    if type(value) is tuple:
        items = [_inner(item, depth) for item in value[:_MOST_ITEMS]]
        return f"({_joined(items, len(value))}{',' if len(value) == 1 else ''})"
    return OBJECT


def _inner(value: object, depth: int) -> str:
    return _short(value, depth - 1) if depth > 0 else "..."


def _joined(items: list[str], length: int) -> str:
    return ", ".join(items if length <= len(items) else [*items, "..."])


def _array(array: Array) -> str:
    if array.ndim == 0:
        return repr(array.item())
    return np.array2string(
        array,
        max_line_width=88,
        precision=6,
        suppress_small=False,
        separator=", ",
        threshold=40,
        edgeitems=2,
        legacy=False,
    )
