"""What earlier calls of a check should have returned: a function may return a stale value.

A submission that keeps a result from one call to the next returns what was right before.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from grader.checks.kinds import Array
from grader.checks.relating.pair import conclusive, nearly_equal

_MOST_VALUES = 8
_MOST_ENTRIES = 10_000


class ExpectedHistory:
    """The last expected values of one check, by the noun of the value."""

    def __init__(self) -> None:
        self._values: dict[str, deque[Array]] = {}

    def clear(self) -> None:
        """Begin a new check."""
        self._values.clear()

    def add(self, noun: str, expected: Array) -> None:
        """Keep a copy of an expected value, unless it is large."""
        if 0 < expected.size <= _MOST_ENTRIES:
            values = self._values.setdefault(noun, deque(maxlen=_MOST_VALUES))
            values.append(expected.copy())

    def is_stale(self, noun: str, got: Array, expected: Array) -> bool:
        """Whether `got` was expected of an earlier call, and is not what is expected now."""
        if got.dtype.kind not in "iuf" or not np.isfinite(got).all() or not conclusive(got, free=1):
            return False
        return not nearly_equal(got, expected) and any(
            nearly_equal(got, value) for value in self._values.get(noun, ())
        )


EXPECTED_HISTORY = ExpectedHistory()
"""The history of this process; the judge begins each check with `EXPECTED_HISTORY.clear()`."""
