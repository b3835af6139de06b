"""Training runs, judged by losses that are recomputed from what they return."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grader.checks.calls.calling import Function, call, name_of
from grader.checks.calls.expression import call_expression
from grader.checks.curves.bands import Band
from grader.checks.curves.bounds import Bounds
from grader.checks.curves.recomputed import recomputed_curve, recomputed_losses, reported_curve
from grader.checks.failure import CheckFailure
from grader.evidence import Evidence, EvidenceKind


def check_convergence(
    train: Function,
    args: Sequence[object],
    *,
    recompute: Callable[[Any], float],
    at_most: float | None = None,
    at_least: float | None = None,
    band: Band | None = None,
    snapshots: Callable[[Any], Sequence[Any]] | None = None,
    keywords: Mapping[str, object] | None = None,
    validation: Callable[[Any], float] | None = None,
    curve: Callable[[Any], Any] | None = None,
    start: float | None = None,
    what: str = "",
) -> Any:
    """Training ends, or runs, where right trainings do; returns what `train` returned.

    `recompute` computes a loss here from parameters or predictions; a loss that the submission
    reports is never believed. It gets what `train` returned, or each of the `snapshots` in it,
    first to last: then a failure also says what the curve looks like, with `validation`, the loss
    on other rows, whether it overfits. The last loss is between `at_least` and `at_most`, and each
    is inside the `band` (see `band_of`), where they are given. `curve` takes the reported history
    for a plot only. `start` is the loss before training.
    """
    bounds = Bounds(at_most, at_least, band, start)
    named = keywords or {}
    returned = call(train, args, named)
    owner = name_of(train, what)
    losses = recomputed_losses(recompute, snapshots, returned, owner)
    if bounds.hold(losses):
        return returned
    others = recomputed_losses(validation, snapshots, returned, owner) if validation else ()
    summary, hint = bounds.reason(losses, others)
    evidence = Evidence(
        kind=EvidenceKind.CONVERGENCE,
        summary=f"{owner} {summary}.",
        hint=hint,
        detail=bounds.numbers(losses),
        call=call_expression(name_of(train), args, named),
        got=repr(losses[-1]),
        expected=bounds.words(),
        curves=recomputed_curve(losses)
        + (() if band is None else band.curves())
        + reported_curve(curve, returned),
    )
    raise CheckFailure((evidence,))
