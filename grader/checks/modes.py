"""Training mode and evaluation mode of a layer or a network.

A module of its own, as every check that authors import from `grader.checks` has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.checks.comparing.equality import same
from grader.checks.failure import CheckFailure
from grader.checks.render import short
from grader.evidence import Evidence, EvidenceKind

_IGNORED = "In training, dropout drops and batch normalisation uses the batch; is the mode read?"
_RANDOM = "Evaluation draws nothing and updates nothing: look for a mask or a running average."


def check_modes(train: Callable[[], Any], evaluate: Callable[[], Any], *, what: str) -> Any:
    """Evaluation gives the same twice, and not what training gives.

    Both are the check's own functions that call the submission with the same input in one of the
    modes and return the output. Returns what evaluation gave.
    """
    first, second = evaluate(), evaluate()
    if not same(first, second):
        detail = f"First {short(first)}, then {short(second)}."
        summary = f"{what} differs between two calls in evaluation mode."
        raise _failure(summary, _RANDOM, second, detail)
    if same(train(), first):
        raise _failure(f"{what} is the same in training and in evaluation mode.", _IGNORED, first)
    return first


def _failure(summary: str, hint: str, got: object, detail: str = "") -> CheckFailure:
    evidence = Evidence(
        kind=EvidenceKind.VALUE, summary=summary, hint=hint, detail=detail, got=short(got)
    )
    return CheckFailure((evidence,))
