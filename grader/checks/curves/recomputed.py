"""The losses of a training: recomputed in the judge, or as reported, which is for plots only."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.checks.failure import CheckFailure
from grader.checks.kinds import describe, numeric
from grader.checks.render import LONGEST_VALUE, escaped, short
from grader.evidence import Curve, Evidence, EvidenceKind

_MOST_POINTS = 200
_WRONG_FORM = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)
"""Raised by computing with values of a wrong form."""


def recomputed_losses(
    recompute: Callable[[Any], float],
    snapshots: Callable[[Any], Sequence[Any]] | None,
    returned: Any,
    owner: str,
) -> tuple[float, ...]:
    """The loss of every snapshot in what a training returned, or of that itself.

    Raises `CheckFailure` when what was returned has another form.
    """
    try:
        taken = (returned,) if snapshots is None else tuple(snapshots(returned))
        if not taken:
            raise ValueError("there is no snapshot")
        return tuple(_loss(recompute, snapshot) for snapshot in taken)
    except _WRONG_FORM as error:
        evidence = Evidence(
            kind=EvidenceKind.TYPE,
            summary=f"{owner} returned {describe(returned)} from which no loss can be computed.",
            hint="Compare the order, types and shapes of what is returned with the handout.",
            detail=f"{type(error).__name__}: {escaped(str(error))[:LONGEST_VALUE]}",
            got=short(returned),
        )
        raise CheckFailure((evidence,)) from error


def recomputed_curve(losses: Sequence[float]) -> tuple[Curve, ...]:
    """A plot of recomputed losses up to the first that is not finite."""
    return _plot("loss recomputed", _finite_start(list(losses)))


def reported_curve(curve: Callable[[Any], Any] | None, returned: Any) -> tuple[Curve, ...]:
    """A plot of the submission's own history up to its first strange entry."""
    if curve is None:
        return ()
    try:
        history = curve(returned)
    except _WRONG_FORM:
        return ()
    return _plot("loss as reported", _finite_start(history))


def _loss(recompute: Callable[[Any], float], snapshot: Any) -> float:
    try:
        with np.errstate(all="ignore"):
            return float(recompute(snapshot))
    except OverflowError:
        return math.inf


def _plot(label: str, values: list[float]) -> tuple[Curve, ...]:
    thinned = values[:: max(1, math.ceil(len(values) / _MOST_POINTS))]
    return (Curve(label=label, values=tuple(thinned)),) if len(thinned) > 1 else ()


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
