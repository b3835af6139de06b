"""Whether two answers of a submission are the same, bit for bit. Neither is the right one."""

from __future__ import annotations

import numpy as np

from grader.checks.kinds import Numeric, numeric

_SIMPLE = (str, bytes, type(None))


def same(first: object, second: object) -> bool:
    """Equal in kind, shape, dtype and every value; NaN equals NaN, an object only itself."""
    a, b = numeric(first), numeric(second)
    if a is not None and b is not None:
        return _same_numbers(a, b)
    if type(first) is not type(second):
        return False
    if isinstance(first, (tuple, list)) and isinstance(second, (tuple, list)):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, dict) and isinstance(second, dict):
        return list(first) == list(second) and all(same(first[key], second[key]) for key in first)
    return first is second or (type(first) in _SIMPLE and first == second)


def _same_numbers(a: Numeric, b: Numeric) -> bool:
    if (a.kind, a.dtype, a.shape) != (b.kind, b.dtype, b.shape):
        return False
    may_hold_nan = a.values.dtype.kind in "fc"
    return np.array_equal(a.values, b.values, equal_nan=may_hold_nan)
