"""Random output against the law it should follow, with a stated chance of a false alarm.

The seed is the check's, so bad luck wrongs a right solution in all runs of a course or in none;
by default with a chance of one in a thousand million for each check.
"""

from __future__ import annotations

import numpy as np

from grader.checks.chance.laws import Deviation, Floats, Law
from grader.checks.failure import CheckFailure, raise_for
from grader.checks.kinds import describe, numeric
from grader.checks.render import short
from grader.errors import CourseError
from grader.evidence import Evidence, EvidenceKind

FALSE_ALARM = 1e-9
FEWEST = 100


def check_statistic(
    samples: object, law: Law, *, what: str, false_alarm: float = FALSE_ALARM, hint: str = ""
) -> Floats:
    """Independent `samples`, an array or tensor of any shape, follow `law`; returns them as floats.

    `law` is a `Share`, a `Normal` or a `Continuous` law. `false_alarm` bounds the chance that
    right samples fail. `what` is the noun of the sentences: "The share of zeros of dropout".
    """
    if not 0 < false_alarm < 0.5:
        raise CourseError(
            f"A false alarm of {false_alarm} for {what!r} is no small chance.",
            hint="It is the chance that a right answer fails: 1e-9 is a good one.",
        )
    floats = _floats(samples, what)
    found = tuple(law.deviations(floats, false_alarm))
    raise_for(tuple(_evidence(each, floats.size, what, false_alarm, hint) for each in found))
    return floats


def _floats(samples: object, what: str) -> Floats:
    """The samples (n,); raises when they are no array of enough finite real numbers."""
    numbers = numeric(samples)
    if numbers is None or numbers.is_scalar or numbers.values.dtype.kind not in "biuf":
        raise _unfit(samples, f"{what} is {describe(samples)}, expected an array of numbers.")
    values: Floats = numbers.values.astype(np.float64).ravel()
    if values.size < FEWEST:
        raise _unfit(samples, f"{what} has fewer than {FEWEST} entries, too few to be judged.")
    if not np.isfinite(values).all():
        raise _unfit(samples, f"{what} holds NaN or inf.")
    return values


def _unfit(samples: object, summary: str) -> CheckFailure:
    return CheckFailure((Evidence(kind=EvidenceKind.TYPE, summary=summary, got=short(samples)),))


def _evidence(
    deviation: Deviation, count: int, what: str, false_alarm: float, hint: str
) -> Evidence:
    return Evidence(
        kind=EvidenceKind.VALUE,
        summary=f"{what} does not follow the law asked for: {deviation.words}.",
        hint=hint or deviation.hint,
        detail=f"Got {deviation.statistic:.4g} from {count} values; right ones are between "
        f"{deviation.low:.4g} and {deviation.high:.4g}, but for a chance of {false_alarm:g}.",
        got=f"{deviation.statistic:.6g}",
        expected=f"{deviation.low:.6g} to {deviation.high:.6g}",
    )
