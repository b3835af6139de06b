"""Logits so large that exp overflows or a probability rounds to 0 or 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np

from grader.checks.calls.calling import Function
from grader.checks.failure import CheckFailure
from grader.checks.kinds import Array
from grader.checks.values import check_value
from grader.evidence import Evidence

_HINT = "Subtract the largest logit of each row first, or use the identity that avoids exp and log."


def extreme_logits(columns: int) -> dict[str, Array]:
    """Batches (2, columns) of finite logits by what is extreme in their first row.

    The second row is harmless, so that a shift by the maximum of the whole batch shows.
    """
    harmless = np.linspace(-1.0, 1.0, columns)
    peak = np.zeros(columns)
    peak[columns // 2] = 1000.0
    rows = {
        "a row of logits that are all 1000": np.full(columns, 1000.0),
        "a row of logits that are all -1000": np.full(columns, -1000.0),
        "one logit of 1000 among zeros": peak,
        "one logit of -1000 among zeros": -peak,
        "logits from -10000 to 10000": np.linspace(-1e4, 1e4, columns),
    }
    return {words: np.stack([row, harmless]) for words, row in rows.items()}


def check_extremes(
    function: Function,
    expected: Callable[..., object],
    *,
    columns: int = 5,
    arguments: Callable[[Array], tuple[object, ...]] = lambda z: (z,),
    **comparison: Any,
) -> list[Any]:
    """`function` is right for each of `extreme_logits(columns)`; returns its answers.

    `arguments(z)` makes the argument list of logits z (2, columns), for example with two labels.
    `expected` is a callable that is safe there. `comparison` are keywords of `check_value`.
    """
    return [
        _checked(words, function, arguments(z), expected, comparison)
        for words, z in extreme_logits(columns).items()
    ]


def _checked(
    words: str,
    function: Function,
    args: tuple[object, ...],
    expected: Callable[..., object],
    comparison: dict[str, Any],
) -> Any:
    try:
        return check_value(function, args, expected, **comparison)
    except CheckFailure as failure:
        raise CheckFailure(
            tuple(_about(words, evidence) for evidence in failure.evidence)
        ) from None


def _about(words: str, evidence: Evidence) -> Evidence:
    summary = f"For {words}: {evidence.summary}"
    return msgspec.structs.replace(evidence, summary=summary, hint=evidence.hint or _HINT)
