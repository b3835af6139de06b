"""What a value and its gradients mean together: which of them is wrong, against what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.checks.compare import compare
from grader.checks.derivative import Claim, Scalar
from grader.checks.failure import raise_for, restated
from grader.checks.gaps import Tolerance, measure
from grader.checks.kinds import numbers_of
from grader.checks.leaves import value_evidence
from grader.checks.subject import Subject
from grader.checks.verification import gradient_evidence
from grader.model import Evidence, EvidenceKind

_FORWARD = Tolerance(rtol=1e-6, atol=1e-9)
"""Values beside gradients: a small epsilon in a log is no matter here."""
_BACKWARD = Tolerance(rtol=1e-5, atol=1e-7)
_DIFFERENT = 0.1


@dataclass(frozen=True)
class Forward:
    """The value whose gradients are claimed."""

    value: object
    subject: Subject
    noun: str
    """What the gradients are derivatives of: "its own loss"."""


@dataclass(frozen=True)
class Answer:
    """What the reference returns for the same input."""

    value: object
    gradients: Sequence[object]


def judge(
    forward: Forward,
    scalar: Scalar,
    claims: Sequence[Claim],
    answer: Answer | None,
    *,
    h: float,
    tolerance: float,
) -> None:
    """Raise when the value is wrong, a claim is no derivative, or both belong to another function.

    Without an answer only the claims are judged.
    """
    wrong_value = () if answer is None else _wrong_value(forward, answer)
    noun = forward.noun + _which_is(answer, wrong_value)
    function = Subject(forward.subject.noun, noun, forward.subject.call)
    wrong_claims = gradient_evidence(scalar, claims, function, h=h, tolerance=tolerance)
    if wrong_value and not wrong_claims:
        wrong_value = tuple(_fitting(evidence, forward) for evidence in wrong_value)
    raise_for(wrong_value + wrong_claims)
    if answer is not None:
        raise_for(_unlike(claims, answer))


def _wrong_value(forward: Forward, answer: Answer) -> tuple[Evidence, ...]:
    return compare(forward.value, answer.value, _FORWARD, (), forward.subject)


def _which_is(answer: Answer | None, wrong_value: tuple[Evidence, ...]) -> str:
    if answer is None:
        return ""
    return ", which is wrong too" if wrong_value else ", which is right"


def _fitting(evidence: Evidence, forward: Forward) -> Evidence:
    return restated(
        evidence,
        summary=f"{forward.subject.noun} is wrong; the gradient is the right derivative of it.",
        hint="Repair the value first, then derive it again.",
    )


def _unlike(claims: Sequence[Claim], answer: Answer) -> tuple[Evidence, ...]:
    """Claims that fit their own function and its value, but not the gradients of the reference.

    A value can be right at one point and still not depend on the input as it should. A tenth of the
    entries may differ, because at kinks more than one gradient is right.
    """
    evidence = []
    for claim, gradient in zip(claims, answer.gradients, strict=True):
        gaps = measure(claim.gradient, numbers_of(gradient).values, _BACKWARD)
        if gaps.share_wrong > _DIFFERENT:
            evidence.append(
                restated(
                    value_evidence(gaps, claim.subject),
                    kind=EvidenceKind.GRADIENT,
                    summary=f"{claim.subject.noun} fits its own function, but that is another one.",
                    hint="The value is right at this input. Does it depend on it as it should?",
                )
            )
    return tuple(evidence)
