"""Functions that promise to keep the dtype of what they are given."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.checks.calls.calling import Function, call, name_of
from grader.checks.failure import raise_for
from grader.checks.kinds import dtype_word, is_tensor, numeric
from grader.evidence import Evidence, EvidenceKind

_HINT = "float64 constants, np.zeros without a dtype and astype(float) all make float64."


def check_dtype_kept(
    function: Function,
    args: Sequence[object],
    *,
    keywords: Mapping[str, object] | None = None,
    dtype: str = "float32",
    names: Sequence[str] = (),
    what: str = "",
) -> Any:
    """With float arrays of `dtype` in, every float array that comes out has it; returns all of it.

    The arrays among the arguments, also in lists, tuples and dicts, are converted to `dtype`;
    integers stay. `names` are the parts of a returned tuple. A loss may be a number of any kind.
    """
    value = call(function, _converted(tuple(args), dtype), _converted(dict(keywords or {}), dtype))
    owner = name_of(function, what)
    raise_for(
        tuple(
            _evidence(noun, found, dtype)
            for noun, found in _float_dtypes(value, f"The result of {owner}", owner, names)
            if found != dtype
        )
    )
    return value


def _converted(value: Any, dtype: str) -> Any:
    if isinstance(value, (tuple, list)):
        return type(value)(_converted(item, dtype) for item in value)
    if isinstance(value, dict):
        return {key: _converted(item, dtype) for key, item in value.items()}
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(dtype)
    if is_tensor(value) and value.is_floating_point():
        return value.to(getattr(sys.modules["torch"], dtype))
    return value


def _float_dtypes(
    value: object, noun: str, owner: str, names: Sequence[str]
) -> list[tuple[str, str]]:
    """What the float arrays of an answer are called, and their dtypes."""
    if isinstance(value, (tuple, list)):
        parts = names if len(names) == len(value) else [f"element {i}" for i in range(len(value))]
        return [
            found
            for name, item in zip(parts, value, strict=True)
            for found in _float_dtypes(item, f"{name} of {owner}", owner, ())
        ]
    numbers = numeric(value)
    if numbers is None or numbers.is_scalar or numbers.values.dtype.kind != "f":
        return []
    return [(noun, numbers.dtype)]


def _evidence(noun: str, found: str, dtype: str) -> Evidence:
    return Evidence(
        kind=EvidenceKind.DTYPE,
        summary=f"{noun} has not the dtype of the input.",
        hint=_HINT,
        detail=f"Got {dtype_word(found)} for an input of {dtype}.",
        got_dtype=dtype_word(found),
        expected_dtype=dtype,
    )
