"""A call as an expression that can be copied, pasted and run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from grader.checks.calls.inout import unmarked
from grader.checks.kinds import Array

LONGEST_CALL = 2000
_LONGEST_INT_BITS = 256
_DTYPES_OF_LISTS = ("float64", "int64", "bool", "complex128")


class _NotRenderable(Exception):
    """There is no expression for this value, or it would be too long."""


def call_expression(function: str, args: Sequence[object], keywords: Mapping[str, object]) -> str:
    """An expression that makes the same call again after `import numpy as np`.

    Every digit is there, so that the call reproduces. Empty when the expression would be longer
    than `LONGEST_CALL` characters or an argument has no expression.
    """
    if not function.isidentifier():
        return ""
    try:
        texts = [_expression(unmarked(value)) for value in args]
        texts += [f"{name}={_expression(unmarked(value))}" for name, value in keywords.items()]
    except _NotRenderable:
        return ""
    call = f"{function}({', '.join(texts)})"
    return call if len(call) <= LONGEST_CALL else ""


def _expression(value: object) -> str:
    if value is None or type(value) in (bool, int, float, complex, str, bytes):
        return _plain(value)
    if isinstance(value, np.generic):
        return f"np.{type(value).__name__}({_plain(value.item())})"
    if type(value) is np.ndarray:
        return _array(value)
    return _container(value)


def _plain(value: object) -> str:
    if isinstance(value, complex):
        return f"complex({_plain(value.real)}, {_plain(value.imag)})"
    if isinstance(value, float) and not math.isfinite(value):
        return "np.nan" if math.isnan(value) else "np.inf" if value > 0 else "-np.inf"
    if isinstance(value, int) and value.bit_length() > _LONGEST_INT_BITS:
        raise _NotRenderable
    if isinstance(value, (str, bytes)) and len(value) > LONGEST_CALL:
        raise _NotRenderable
    return repr(value)


def _array(array: Array) -> str:
    if array.dtype.kind not in "biufc" or array.size > LONGEST_CALL // 3:
        raise _NotRenderable
    if array.size == 0:
        return f'np.zeros({array.shape}, dtype="{array.dtype.name}")'
    dtype = "" if array.dtype.name in _DTYPES_OF_LISTS else f', dtype="{array.dtype.name}"'
    return f"np.array({_nested(array.tolist())}{dtype})"


def _nested(items: object) -> str:
    if isinstance(items, list):
        return f"[{', '.join(_nested(item) for item in items)}]"
    return _plain(items)


def _container(value: object) -> str:
    if type(value) is tuple:
        items = [_expression(item) for item in value]
        return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    if type(value) is list:
        return f"[{', '.join(_expression(item) for item in value)}]"
    if type(value) is dict:
        pairs = (f"{_expression(key)}: {_expression(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    raise _NotRenderable
