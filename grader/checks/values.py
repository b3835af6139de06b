"""Checks of values: what a function returns, a value at hand, a property in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar

import numpy as np

from grader.checks.calling import Function, call, name_of
from grader.checks.compare import compare
from grader.checks.expression import call_expression
from grader.checks.failure import CheckFailure, raise_for
from grader.checks.gaps import Tolerance
from grader.checks.kinds import describe
from grader.checks.subject import Subject
from grader.errors import CourseError
from grader.model import Evidence, EvidenceKind

T = TypeVar("T")


def check_value(
    function: Function,
    args: Sequence[object],
    expected: object | Callable[..., object],
    *,
    keywords: Mapping[str, object] | None = None,
    names: Sequence[str] = (),
    what: str = "",
    rtol: float = 1e-9,
    atol: float = 1e-12,
    scale: float | None = None,
    dtypes: Literal["same", "any"] = "same",
) -> Any:
    """`function(*args, **keywords)` returns `expected`; returns what it returned.

    `expected` is a value, or a callable that gets copies of the same arguments. `names` are the
    parts of a returned tuple, `what` replaces the function's name in sentences. Tolerances are
    those of `Tolerance`; a generator among the arguments is copied, so both sides draw alike.
    """
    named = keywords or {}
    got = call(function, args, named)
    wanted = call(expected, args, named) if callable(expected) else expected
    expression = call_expression(name_of(function), args, named)
    subject = Subject.result_of(name_of(function, what), expression)
    raise_for(compare(got, wanted, Tolerance(rtol, atol, scale, dtypes), names, subject))
    return got


def check_close(
    got: T,
    expected: object,
    *,
    what: str,
    call: str = "",
    rtol: float = 1e-9,
    atol: float = 1e-12,
    scale: float | None = None,
    names: Sequence[str] = (),
    dtypes: Literal["same", "any"] = "same",
) -> T:
    """`got` is `expected`, as in `check_value`, for a value at hand; returns `got`.

    `what` is the noun of the sentences, `call` an expression that made the value.
    """
    subject = Subject.named(what, call)
    raise_for(compare(got, expected, Tolerance(rtol, atol, scale, dtypes), names, subject))
    return got


def check_true(
    condition: bool | np.bool_, summary: str, *, detail: str = "", hint: str = ""
) -> None:
    """A property holds. `summary` and `hint` say what is wrong when it does not, in words of ours.

    Numbers and words of the submission belong into `detail`.
    """
    if not isinstance(condition, (bool, np.bool_)):
        raise CourseError(
            f"check_true got {describe(condition)} for {summary!r}.",
            hint="Give it one bool: use .all() or .any() on an array of them.",
        )
    if not condition:
        evidence = Evidence(kind=EvidenceKind.VALUE, summary=summary, detail=detail, hint=hint)
        raise CheckFailure((evidence,))
