"""What a function of the reference returned, in one short line that can be compared. Pure.

    "softmax_loss 5d41402a 1.386294361e+00 -4.105893726e-01"

The function, a digest of the form (types, dtypes, shapes, everything that is no number), the norm
of all numbers, and their sum under fixed weights. Other processors and versions round otherwise in
the last digits: numbers are compared with a tolerance, forms exactly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

AT_RANDOM = "at random"
"""Stands for the numbers of what a function does not return twice."""
RTOL = 1e-7
"""Of the norm: what rounding may change, far below what any mistake changes."""
CALLS = 20
"""Replies of a check that are kept one by one; all that follow share a line."""


def fingerprint(function: str, value: Any) -> str:
    """The line for a value: plain data, arrays, tensors, and anything else by its type."""
    form, numbers = hashlib.blake2b(digest_size=4), [np.empty(0)]
    for said, leaf in _leaves(value):
        form.update(f"{said}\n".encode())
        numbers.append(leaf)
    norm, mixed = _sums(np.concatenate(numbers))
    return f"{function} {form.hexdigest()} {norm:.9e} {mixed:.9e}"


def random_reply(function: str) -> str:
    """The line for what the reference draws at random: nothing in it can drift."""
    return f"{function} {AT_RANDOM} 0 0"


def condensed(lines: Sequence[str]) -> tuple[str, ...]:
    """At most CALLS lines and one for all that follow, so that a record stays small."""
    if len(lines) <= CALLS + 1:
        return tuple(lines)
    rest = [_parsed(line) for line in lines[CALLS:]]
    form = hashlib.blake2b("".join(form for form, _ in rest).encode(), digest_size=4).hexdigest()
    norm, mixed = _sums(np.array([numbers for _, numbers in rest]).ravel())
    return (*lines[:CALLS], f"{len(rest)} more {form} {norm:.9e} {mixed:.9e}")


def drifted(now: str, recorded: str) -> bool:
    """Whether a line says something else than the recorded one, beyond rounding."""
    (form, numbers), (old_form, old_numbers) = _parsed(now), _parsed(recorded)
    scale = max(abs(old_numbers[0]), abs(numbers[0]))
    return form != old_form or bool(np.max(np.abs(numbers - old_numbers)) > RTOL * scale)


def _parsed(line: str) -> tuple[str, NDArray[np.float64]]:
    form, norm, mixed = line.rsplit(" ", 2)
    return form, np.array([float(norm), float(mixed)])


def _sums(numbers: NDArray[np.float64]) -> tuple[float, float]:
    weights = np.cos(np.arange(1.0, len(numbers) + 1))
    largest = float(np.max(np.abs(numbers), initial=0.0)) or 1.0  # its square may be no float
    norm = largest * float(np.sqrt(np.sum((numbers / largest) ** 2)))
    return norm, float(np.sum(numbers * weights))


def _leaves(value: Any) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """What each leaf is, and its numbers."""
    if isinstance(value, dict):
        yield f"dict {list(map(str, value))}", np.empty(0)
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list | tuple):
        yield f"{type(value).__name__} {len(value)}", np.empty(0)
        for item in value:
            yield from _leaves(item)
    elif type(value) in (bool, str, bytes, type(None)):
        yield repr(value), np.empty(0)
    elif isinstance(value, int | float | complex | np.ndarray | np.generic) or _is_tensor(value):
        yield _numbers(value)
    elif isinstance(value, np.random.Generator):
        yield f"generator {value.bit_generator.state}", np.empty(0)
    else:
        yield type(value).__name__, np.empty(0)


def _numbers(value: Any) -> tuple[str, NDArray[np.float64]]:
    array = np.asarray(value.detach().cpu() if _is_tensor(value) else value)
    form = f"{type(value).__name__} {array.dtype} {array.shape}"
    if array.dtype.kind not in "biufc":
        return f"{form} {array.tolist()}", np.empty(0)
    parts = np.stack([array.real, array.imag]) if array.dtype.kind == "c" else array
    flat = parts.astype(np.float64).ravel()
    finite = np.isfinite(flat)
    strange = [(int(i), str(flat[i])) for i in np.flatnonzero(~finite)]
    return f"{form} {strange}" if strange else form, np.where(finite, flat, 0.0)


def _is_tensor(value: Any) -> bool:
    return type(value).__module__.partition(".")[0] == "torch" and hasattr(value, "detach")
