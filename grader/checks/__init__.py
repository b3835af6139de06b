"""What authors of checks import: callables in, evidence out, no sandbox needed.

Every `check_...` raises `CheckFailure` with evidence, and returns what it received.
"""

from __future__ import annotations

from grader.checks.accuracy import check_accuracy
from grader.checks.backward import check_backward
from grader.checks.composite import check_composite
from grader.checks.convergence import check_convergence
from grader.checks.failure import CheckFailure
from grader.checks.gradients import check_gradient
from grader.checks.inout import inout
from grader.checks.mistakes import Mistake, mistake, mistakes_in
from grader.checks.observation import Observation
from grader.checks.oracles import oracle, oracles_in
from grader.checks.unchanged import check_unchanged
from grader.checks.values import check_close, check_true, check_value

__all__ = [
    "CheckFailure",
    "Mistake",
    "Observation",
    "check_accuracy",
    "check_backward",
    "check_close",
    "check_composite",
    "check_convergence",
    "check_gradient",
    "check_true",
    "check_unchanged",
    "check_value",
    "inout",
    "mistake",
    "mistakes_in",
    "oracle",
    "oracles_in",
]
