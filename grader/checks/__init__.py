"""What authors of checks import: callables in, evidence out, no sandbox needed.

Every `check_...` raises `CheckFailure` with evidence, and returns what it received.
"""

from __future__ import annotations

from grader.checks.accuracy import check_accuracy
from grader.checks.backward import check_backward
from grader.checks.calls.inout import inout
from grader.checks.calls.observed_call import Observation
from grader.checks.chance.laws import Continuous, Normal, Share
from grader.checks.composite import check_composite
from grader.checks.convergence import check_convergence
from grader.checks.curves.bands import Band, band_of
from grader.checks.dtypes import check_dtype_kept
from grader.checks.extremes import check_extremes, extreme_logits
from grader.checks.failure import CheckFailure
from grader.checks.gradients import check_gradient
from grader.checks.learning import check_learning
from grader.checks.mistake_registry import Mistake, again, mistake, mistakes_in
from grader.checks.modes import check_modes
from grader.checks.oracles import oracle, oracles_in
from grader.checks.parameters import check_parameter_count, check_trained, count_parameters
from grader.checks.repeats import check_seeded, check_stateless
from grader.checks.rows import check_rows_alone
from grader.checks.statistics import check_statistic
from grader.checks.unchanged import check_unchanged
from grader.checks.values import check_close, check_true, check_value
from grader.checks.vectorised import check_vectorised

__all__ = [
    "Band",
    "CheckFailure",
    "Continuous",
    "Mistake",
    "Normal",
    "Observation",
    "Share",
    "again",
    "band_of",
    "check_accuracy",
    "check_backward",
    "check_close",
    "check_composite",
    "check_convergence",
    "check_dtype_kept",
    "check_extremes",
    "check_gradient",
    "check_learning",
    "check_modes",
    "check_parameter_count",
    "check_rows_alone",
    "check_seeded",
    "check_stateless",
    "check_statistic",
    "check_trained",
    "check_true",
    "check_unchanged",
    "check_value",
    "check_vectorised",
    "count_parameters",
    "extreme_logits",
    "inout",
    "mistake",
    "mistakes_in",
    "oracle",
    "oracles_in",
]
