"""Claimed gradients before they are judged: what the check asks for and what came back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.checks.derivative import Claim
from grader.checks.gaps import Tolerance
from grader.checks.kinds import describe, numbers_of
from grader.checks.leaves import form_evidence
from grader.checks.subject import Subject
from grader.errors import CourseError
from grader.model import Evidence, EvidenceKind

_ANY_DTYPE = Tolerance(dtypes="any")
_FEW_DIGITS = (
    "Differences need the 16 digits of float64; float32 has only 7, integers cut them off."
)


def several(places: int | Sequence[int]) -> tuple[int, ...]:
    """One place or more, as a tuple."""
    return (places,) if isinstance(places, int) else tuple(places)


def require_float64(args: Sequence[object], wrt: Sequence[int]) -> None:
    """A check must differentiate by arrays of float64 or floats; anything else is its mistake."""
    for i in wrt:
        value = args[i]
        is_array = type(value) is np.ndarray and value.dtype == np.float64 and value.size > 0
        if not is_array and type(value) is not float:
            raise CourseError(
                f"A check differentiates by argument {i}, which is {describe(value)}.",
                hint="Differences need an array of float64 that is not empty, or a float.",
            )


def gradient_names(names: Sequence[str], wrt: Sequence[int]) -> Sequence[str]:
    """The author's names, or "The gradient", with the argument's number if there are several."""
    if len(names) == len(wrt):
        return names
    return ["The gradient"] if len(wrt) == 1 else [f"The gradient by argument {i}" for i in wrt]


def wrong_forms(
    gradients: Sequence[object],
    args: Sequence[object],
    wrt: Sequence[int],
    subjects: Sequence[Subject],
) -> tuple[Evidence, ...]:
    """Evidence for each gradient that has not the kind and shape of its argument, or few digits."""
    looks = (
        wrong_form(gradient, args[i], subject)
        for gradient, i, subject in zip(gradients, wrt, subjects, strict=True)
    )
    return tuple(evidence for evidence in looks if evidence)


def wrong_form(value: object, like: object, subject: Subject) -> Evidence | None:
    """Evidence when a value has not the kind and shape of another, or is no float64."""
    evidence = form_evidence(value, numbers_of(like), _ANY_DTYPE, subject)
    if evidence:
        return evidence
    numbers = numbers_of(value)
    if numbers.dtype == "float64" or (numbers.is_scalar and numbers.values.dtype.kind in "iu"):
        return None
    return Evidence(
        kind=EvidenceKind.DTYPE,
        summary=f"{subject.noun} is not of dtype float64.",
        hint=_FEW_DIGITS,
        detail=f"Got dtype {numbers.dtype}.",
        call=subject.call,
        got_shape=numbers.shape,
        expected_shape=numbers.shape,
        got_dtype=numbers.dtype,
        expected_dtype="float64",
    )


def claims_of(
    gradients: Sequence[object], wrt: Sequence[int], subjects: Sequence[Subject]
) -> list[Claim]:
    """The gradients, whose form is known to be right, as claims."""
    return [
        Claim(i, numbers_of(gradient).values.astype(np.float64), subject)
        for gradient, i, subject in zip(gradients, wrt, subjects, strict=True)
    ]
