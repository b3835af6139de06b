"""Training runs, judged by the parameters they return."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.checks.calling import Function, call, name_of
from grader.checks.expression import call_expression
from grader.checks.failure import CheckFailure
from grader.checks.kinds import describe, numeric
from grader.checks.render import LONGEST_VALUE, escaped, short
from grader.model import Curve, Evidence, EvidenceKind

_MOST_POINTS = 200
_UNFIT = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)
"""What computing with values of a wrong form raises."""


def check_convergence(
    train: Function,
    args: Sequence[object],
    *,
    recompute: Callable[[Any], float],
    at_most: float,
    at_least: float | None = None,
    keywords: Mapping[str, object] | None = None,
    curve: Callable[[Any], Any] | None = None,
    start: float | None = None,
    what: str = "",
) -> Any:
    """Training ends with a loss between `at_least` and `at_most`; returns what `train` returned.

    `recompute` computes the final loss here from what was returned; a loss that the submission
    reports is never believed. `curve` takes the reported history for a plot only. `start` is the
    loss before training.
    """
    named = keywords or {}
    returned = call(train, args, named)
    owner = name_of(train, what)
    final = _final_loss(recompute, returned, owner)
    verdict = _verdict(final, at_most, at_least, start)
    if verdict is None:
        return returned
    summary, hint = verdict
    evidence = Evidence(
        kind=EvidenceKind.CONVERGENCE,
        summary=f"{owner} {summary}.",
        hint=hint,
        detail=_numbers(final, at_most, at_least, start),
        call=call_expression(name_of(train), args, named),
        got=repr(final),
        expected=_band(at_most, at_least),
        curves=_reported(curve, returned),
    )
    raise CheckFailure((evidence,))


def _final_loss(recompute: Callable[[Any], float], returned: Any, owner: str) -> float:
    try:
        with np.errstate(all="ignore"):
            return float(recompute(returned))
    except OverflowError:
        return math.inf
    except _UNFIT as error:
        evidence = Evidence(
            kind=EvidenceKind.TYPE,
            summary=f"{owner} returned {describe(returned)} from which no loss can be computed.",
            hint="Compare the order, types and shapes of what is returned with the handout.",
            detail=f"{type(error).__name__}: {escaped(str(error))[:LONGEST_VALUE]}",
            got=short(returned),
        )
        raise CheckFailure((evidence,)) from error


def _verdict(
    final: float, at_most: float, at_least: float | None, start: float | None
) -> tuple[str, str] | None:
    """A summary and a hint, or None when the loss is where it should be."""
    if not math.isfinite(final):
        return (
            "diverged: the final loss is not finite",
            "Is the learning rate too large, or the step uphill?",
        )
    if final > at_most and start is not None and final > start:
        return "ends with a higher loss than it began with", "Is the sign of the update right?"
    if final > at_most and final == start:
        return "ends with the loss it began with", "Are the updated parameters the returned ones?"
    if final > at_most:
        return (
            f"ends with a loss above {at_most:g}",
            "Count the steps, and compare the learning rate.",
        )
    if at_least is not None and final < at_least:
        return f"ends with a loss below {at_least:g}, lower than this training can reach", ""
    return None


def _numbers(final: float, at_most: float, at_least: float | None, start: float | None) -> str:
    before = "" if start is None else f", {start:.6g} before training"
    return f"The final loss is {final:.6g}{before}; expected {_band(at_most, at_least)}."


def _band(at_most: float, at_least: float | None) -> str:
    return f"at most {at_most:g}" + ("" if at_least is None else f", at least {at_least:g}")


def _reported(curve: Callable[[Any], Any] | None, returned: Any) -> tuple[Curve, ...]:
    """The submission's own history up to its first strange entry, thinned for a plot."""
    if curve is None:
        return ()
    try:
        history = curve(returned)
    except _UNFIT:
        return ()
    values = _finite_start(history)
    thinned = values[:: max(1, math.ceil(len(values) / _MOST_POINTS))]
    return (Curve(label="loss as reported", values=tuple(thinned)),) if len(thinned) > 1 else ()


def _finite_start(history: object) -> list[float]:
    if type(history) is np.ndarray:
        history = list(history) if history.ndim == 1 else []
    values: list[float] = []
    for entry in history if isinstance(history, (list, tuple)) else ():
        numbers = numeric(entry)
        if numbers is None or numbers.kind != "number" or not np.isfinite(numbers.values):
            break
        values.append(float(numbers.values))
    return values
