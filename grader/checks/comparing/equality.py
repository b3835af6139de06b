"""Whether two values of a submission are the same, bit for bit; neither of them is expected."""

from __future__ import annotations

import numpy as np

from grader.checks.comparing.walk import agree
from grader.checks.kinds import Numeric, numeric

_SIMPLE = (str, bytes, type(None))


def same(first: object, second: object) -> bool:
    """Equal in kind, shape, dtype and every value; NaN equals NaN, an object only itself."""
    return agree(first, second, _same_leaf, list_is_tuple=False, key_order=True)


def _same_leaf(first: object, second: object) -> bool:
    a, b = numeric(first), numeric(second)
    if a is not None and b is not None:
        return _same_numbers(a, b)
    if type(first) is not type(second):
        return False
    return first is second or (type(first) in _SIMPLE and first == second)


def _same_numbers(a: Numeric, b: Numeric) -> bool:
    if (a.kind, a.dtype, a.shape) != (b.kind, b.dtype, b.shape):
        return False
    may_hold_nan = a.values.dtype.kind in "fc"
    return np.array_equal(a.values, b.values, equal_nan=may_hold_nan)
