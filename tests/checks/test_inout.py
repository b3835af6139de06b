"""inout: arguments that a check expects to be changed in place."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.checks import check_unchanged, check_value, inout
from grader.checks.calls.calling import call


def count(state: dict[str, Any], step: float = 1.0) -> float:
    """Add `step` to the state, in place, and return the new count."""
    state["count"] += step
    return float(state["count"])


def test_a_function_of_ours_gets_the_value_and_not_the_mark() -> None:
    assert call(count, (inout({"count": 1.0}),)) == 2.0
    assert call(count, (), {"state": inout({"count": 1.0})}) == 2.0


def test_every_call_starts_from_the_state_of_the_check() -> None:
    state = {"count": 1.0}
    check_value(count, (inout(state),), count)
    check_value(count, (inout(state),), 2.0)
    assert state == {"count": 1.0}


def test_what_is_marked_may_change_and_the_rest_may_not() -> None:
    def train(x: Any, state: dict[str, Any]) -> float:
        return count(state)

    assert check_unchanged(train, (np.ones(3), inout({"count": 1.0}))) == 2.0
