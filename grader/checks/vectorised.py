"""Whether rows are handled by array operations or by a loop in Python. No reference is needed.

A loop pays for every row, so the same rows cost about the same in one call as in many small ones.
Array operations pay mainly for the call, so many small calls cost many times as much. Only the
ratio of the two CPU times counts, never a number of seconds.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.checks.calls.calling import Arguments, Function, call, copied, name_of, own_attribute
from grader.checks.failure import CheckFailure
from grader.errors import CourseError
from grader.evidence import Evidence, EvidenceKind

ROWS_PER_CALL = 4
RATIO = 5.0
"""Measured: 15 and more for right variants, 1.0 to 1.3 for loops. Beyond a wire every call costs
more, which lifts both."""
_TRIES = 5
_REPEATS = 8
"""How often the whole call is made in one message, which costs something, too. Always as often, so
that what a submission is asked does not depend on a clock."""
_FEWEST_CALLS = 250
_HINT = (
    "Replace the loop over rows by operations on whole arrays: x @ W, sum(axis=1), broadcasting."
)


def check_vectorised(
    function: Function, args: Sequence[object], *, rows: Sequence[int] = (0,), what: str = ""
) -> float:
    """One call with all rows is at least `RATIO` times cheaper than calls of 4 rows.

    `rows` are the places of the arguments (N, ...) whose rows belong together; give it 1,000 rows
    or more, but short ones, so that the work for a row is small beside the work for a call. Let it
    need the check of the values. Returns the ratio.
    """
    pieces = _pieces(args, rows)
    whole = tuple(args)
    together, apart = math.inf, math.inf
    call(function, whole)
    for _ in range(_TRIES):
        together = min(together, cpu_of(function, [whole] * _REPEATS) / _REPEATS)
        apart = min(apart, cpu_of(function, pieces))
    ratio = apart / max(together, 1e-9)
    if ratio >= RATIO:
        return ratio
    owner = name_of(function, what)
    evidence = Evidence(
        kind=EvidenceKind.VALUE,
        summary=f"{owner} handles the rows one by one.",
        hint=_HINT,
        detail=f"All rows in one call are {ratio:.1f} times cheaper than in {len(pieces)} calls of "
        f"{ROWS_PER_CALL} rows; array operations make that more than {RATIO:.0f}.",
        got=f"{ratio:.2f}",
        expected=f"at least {RATIO:.0f}",
    )
    raise CheckFailure((evidence,))


def cpu_of(function: Function, argument_lists: Sequence[Arguments]) -> float:
    """The CPU seconds of these calls, counted where the function runs."""
    remote = own_attribute(function, "cpu_of")
    if remote is not None:
        return float(remote(argument_lists))
    lists = [copied(args) for args in argument_lists]
    before = time.process_time()
    for args in lists:
        function(*args)
    return time.process_time() - before


def _pieces(args: Sequence[Any], rows: Sequence[int]) -> list[Arguments]:
    arrays = [args[i] for i in rows if isinstance(args[i], np.ndarray)]
    counts = {len(array) for array in arrays}
    if len(arrays) != len(rows) or len(counts) != 1 or min(counts) < _FEWEST_CALLS * ROWS_PER_CALL:
        raise CourseError(
            "check_vectorised needs arrays with the same number of rows, 1000 or more.",
            hint="Name their places among the arguments with rows=(0, 1).",
        )
    return [
        tuple(
            value[i : i + ROWS_PER_CALL] if place in rows else value
            for place, value in enumerate(args)
        )
        for i in range(0, counts.pop(), ROWS_PER_CALL)
    ]
