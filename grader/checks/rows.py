"""Whether the result for a row of a batch is independent of the other rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.checks.calls.calling import Function, call, call_many, name_of
from grader.checks.calls.expression import call_expression
from grader.checks.failure import CheckFailure
from grader.checks.kinds import Array, Numeric, describe, numeric
from grader.checks.render import short
from grader.errors import CourseError
from grader.evidence import Evidence, EvidenceKind

_MIXED = "Look for a sum, mean or max over axis 0: nothing of one row may reach another."
_LOST_AXIS = "Look for squeeze, ravel and indexing that drop an axis of length 1."


def check_rows_alone(
    function: Function,
    args: Sequence[object],
    *,
    rows: Sequence[int] = (0,),
    keywords: Mapping[str, object] | None = None,
    output: int | None = None,
    rtol: float = 1e-9,
    what: str = "",
) -> Any:
    """Every row of the result is the same when that row is the whole batch; returns the result.

    `rows` are the places of the arguments (N, ...) whose rows belong together. The result is an
    array (N, ...), or element `output` of a tuple is. An entry may differ by `rtol` of the largest.
    """
    count = _rows_in(args, rows)
    owner = name_of(function, what)
    batch = call(function, args, keywords)
    whole = _part(batch, output)
    if whole is None or whole.shape[:1] != (count,):
        raise _failure(args, f"The result of {owner} does not have one row for each input row.")
    alone = call_many(function, [_one_row(args, rows, i) for i in range(count)], keywords)
    for i, value in enumerate(alone):
        part, example = _part(value, output), _one_row(args, rows, i)
        if part is None or part.shape != (1, *whole.shape[1:]):
            summary = f"The result of {owner} has another form for a batch of one row."
            detail = f"For one row it is {describe(value)}: {short(value)}."
            raise _failure(example, summary, _LOST_AXIS, detail, name_of(function))
        if not _agree(part.values[0], whole.values[i], whole.values, rtol):
            summary = f"A row of {owner} depends on the other rows of the batch."
            detail = (
                f"Row {i} is {short(whole.values[i])} in the batch, {short(part.values[0])} alone."
            )
            raise _failure(example, summary, _MIXED, detail, name_of(function))
    return batch


def _rows_in(args: Sequence[object], rows: Sequence[int]) -> int:
    lengths = {len(value) for i in rows if isinstance(value := args[i], np.ndarray)}
    if (
        len(lengths) != 1
        or min(lengths) < 2
        or not all(isinstance(args[i], np.ndarray) for i in rows)
    ):
        raise CourseError(
            "check_rows_alone needs arrays with the same number of rows, two or more.",
            hint="Name their places among the arguments with rows=(0, 1).",
        )
    return lengths.pop()


def _one_row(args: Sequence[Any], rows: Sequence[int], i: int) -> tuple[object, ...]:
    return tuple(value[i : i + 1] if j in rows else value for j, value in enumerate(args))


def _part(value: object, output: int | None) -> Numeric | None:
    """The numbers of an answer with axes, or None."""
    if output is not None:
        fits = isinstance(value, tuple) and len(value) > output
        value = value[output] if fits and isinstance(value, tuple) else None
    numbers = numeric(value)
    usable = numbers is not None and numbers.holds_numbers and numbers.shape != ()
    return numbers if usable else None


def _agree(one: Array, other: Array, whole: Array, rtol: float) -> bool:
    finite = np.abs(whole[np.isfinite(whole)])
    allowed = rtol * float(finite.max(initial=0.0))
    return np.allclose(one, other, rtol=0.0, atol=allowed, equal_nan=True)


def _failure(
    args: Sequence[object], summary: str, hint: str = "", detail: str = "", name: str = ""
) -> CheckFailure:
    evidence = Evidence(
        kind=EvidenceKind.VALUE,
        summary=summary,
        hint=hint,
        detail=detail,
        call=call_expression(name, args, {}),
    )
    return CheckFailure((evidence,))
