"""What earlier calls of a check should have returned, to recognise a function that kept it."""

from __future__ import annotations

from collections import deque

import numpy as np

from grader.checks.kinds import Array
from grader.checks.relating.pair import alike, telling

_MOST_VALUES = 8
_MOST_ENTRIES = 10_000


class Earlier:
    """The last expected values, by the noun of the value."""

    def __init__(self) -> None:
        self._values: dict[str, deque[Array]] = {}

    def forget(self) -> None:
        """Begin a new check."""
        self._values.clear()

    def remember(self, noun: str, expected: Array) -> None:
        """Keep a copy of what was expected, unless it is large."""
        if 0 < expected.size <= _MOST_ENTRIES:
            values = self._values.setdefault(noun, deque(maxlen=_MOST_VALUES))
            values.append(expected.copy())

    def expected(self, noun: str, got: Array, now: Array) -> bool:
        """Whether `got` is what was expected earlier, and not what is expected now."""
        if got.dtype.kind not in "iuf" or not np.isfinite(got).all() or not telling(got, free=1):
            return False
        return not alike(got, now) and any(
            alike(got, value) for value in self._values.get(noun, ())
        )


EARLIER = Earlier()
"""The memory of this process; the judge begins each check with `EARLIER.forget()`."""
