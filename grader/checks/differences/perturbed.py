"""Values of a function at slightly changed inputs, of which differences are taken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.checks.comparing.subject import Subject
from grader.checks.differences.probes import Floats
from grader.checks.failure import CheckFailure
from grader.checks.kinds import numeric
from grader.evidence import Evidence, EvidenceKind


def finite_numbers(value: object, shape: tuple[int, ...], subject: Subject) -> Floats:
    """The numbers of a value; unless they have that shape and are finite the check is unusable."""
    numbers = numeric(value)
    if numbers is None or numbers.shape != shape or numbers.values.dtype.kind not in "iuf":
        raise _unusable(subject, "has another form")
    if not np.isfinite(numbers.values).all():
        raise _unusable(subject, "is not finite")
    values: NDArray[np.float64] = numbers.values.astype(np.float64)
    return values


def element(value: object, place: int, subject: Subject) -> object:
    """An element of a returned tuple; a value that has none makes the check unusable."""
    if not isinstance(value, tuple) or type(value) is not tuple or len(value) <= place:
        raise _unusable(subject, "has another form")
    return value[place]


def _unusable(subject: Subject, words: str) -> CheckFailure:
    evidence = Evidence(
        kind=EvidenceKind.UNUSABLE,
        summary=f"{subject.noun} {words} at or right beside the given input, "
        "so its gradient cannot be checked.",
        call=subject.call,
    )
    return CheckFailure((evidence,))
