"""Claimed gradients before their values are checked: their names, keys, shapes and dtypes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.checks.comparing.compare import type_evidence
from grader.checks.comparing.numeric import form_evidence
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import Tolerance
from grader.checks.differences.derivative import Claim
from grader.checks.differences.variables import InputVariable
from grader.checks.failure import CheckFailure
from grader.checks.kinds import numbers_of
from grader.checks.render import short
from grader.evidence import Evidence, EvidenceKind

_ANY_DTYPE = Tolerance(dtypes="any")
_FEW_DIGITS = (
    "Differences need the 16 digits of float64; float32 has only 7, integers cut them off."
)


def claim_words(
    names: Sequence[str], variables: Sequence[InputVariable]
) -> tuple[list[str], list[str]]:
    """For each gradient its noun for sentences and its name for lists: those that the author gave.

    Without names it is "The gradient", followed by its variable if there are several.
    """
    if len(names) == len(variables):
        return list(names), list(names)
    if len(variables) == 1:
        return ["The gradient"], ["the gradient"]
    nouns = [f"The gradient by {variable.word}" for variable in variables]
    return nouns, [f"d{v.key}" if v.key else f"that by {v.word}" for v in variables]


def keyed(grads: object, variables: Sequence[InputVariable], subject: Subject) -> list[object]:
    """The gradients that a returned dict holds by the variables' keys; raises without them."""
    keys = [variable.key for variable in variables]
    if not isinstance(grads, dict) or type(grads) is not dict:
        wanted = f"a dict with the keys {', '.join(map(repr, keys))}"
        raise CheckFailure((type_evidence(grads, wanted, subject),))
    missing = [key for key in keys if key not in grads]
    if missing:
        evidence = Evidence(
            kind=EvidenceKind.SHAPE,
            summary=f"{subject.noun} lacks the key {missing[0]!r}.",
            call=subject.call,
            got=short(grads),
        )
        raise CheckFailure((evidence,))
    return [grads[key] for key in keys]


def wrong_forms(
    gradients: Sequence[object],
    args: Sequence[object],
    variables: Sequence[InputVariable],
    subjects: Sequence[Subject],
) -> tuple[Evidence, ...]:
    """Evidence for each gradient that has not the kind and shape of its variable, or few digits."""
    looks = (
        wrong_form(gradient, variable.of(args), subject)
        for gradient, variable, subject in zip(gradients, variables, subjects, strict=True)
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
    gradients: Sequence[object],
    variables: Sequence[InputVariable],
    subjects: Sequence[Subject],
    names: Sequence[str],
) -> list[Claim]:
    """The gradients, whose form is known to be right, as claims."""
    return [
        Claim(variable, numbers_of(gradient).values.astype(np.float64), subject, name)
        for gradient, variable, subject, name in zip(
            gradients, variables, subjects, names, strict=True
        )
    ]
