"""Which is wrong, a value or its gradients.

Three comparisons decide: the value with the reference's, each gradient with differences of the
submission's own function, and each gradient with the reference's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from grader.checks.comparing.compare import compare
from grader.checks.comparing.gaps import measure
from grader.checks.comparing.numeric import value_evidence
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import Tolerance
from grader.checks.differences.derivative import Claim, Findings, ScalarFunction, probe_claims
from grader.checks.differences.probes import Floats
from grader.checks.differences.verification import not_finite, table_row, unusable, wrong_claim
from grader.checks.failure import raise_for
from grader.checks.kinds import numbers_of
from grader.checks.relating.expected_history import EXPECTED_HISTORY
from grader.evidence import Evidence, EvidenceKind

_FORWARD = Tolerance(rtol=1e-6, atol=1e-9)
"""For the value: a small epsilon in a logarithm is allowed here."""
_BACKWARD = Tolerance(rtol=1e-5, atol=1e-7)
_DIFFERENT = 0.1
"""At kinks more than one gradient is right, so a tenth of the entries may differ."""


@dataclass(frozen=True)
class Forward:
    """The value whose gradients are claimed."""

    value: object
    subject: Subject
    noun: str
    """What the gradients are derivatives of: "its own loss"."""


@dataclass(frozen=True)
class ReferenceResult:
    """What the reference returns for the same input."""

    value: object
    gradients: Sequence[object]


@dataclass(frozen=True)
class _ComparedClaim:
    """A claim, compared with differences and with the reference."""

    claim: Claim
    found: Findings
    right: Floats | None
    """The reference's gradient."""

    @property
    def fits(self) -> bool:
        return self.found.fits

    @property
    def share_different(self) -> float:
        """The share of entries that differ from the reference's; 0 without a reference."""
        if self.right is None:
            return 0.0
        return measure(self.claim.gradient, self.right, _BACKWARD).share_wrong

    @property
    def matches_reference(self) -> bool:
        return self.right is not None and self.share_different == 0


def judge_claims(
    forward: Forward,
    scalar: ScalarFunction,
    claims: Sequence[Claim],
    reference: ReferenceResult | None,
    *,
    h: float,
    tolerance: float,
) -> None:
    """Raise when the value is wrong, a claim is no derivative, or both belong to another function.

    Without a reference only the claims are judged. The first record of evidence has the table.
    """
    wrong_value = () if reference is None else _wrong_value(forward, reference)
    raise_for(wrong_value + not_finite(claims) if not_finite(claims) else ())
    findings = probe_claims(scalar, claims, h, tolerance)
    strange = unusable(scalar, claims, findings, forward.subject)
    raise_for(wrong_value + strange if strange else ())
    rights = [None] * len(claims) if reference is None else _floats(reference)
    compared = [_ComparedClaim(*each) for each in zip(claims, findings, rights, strict=True)]
    if wrong_value:
        raise_for(_with_table(_wrong_value_evidence(wrong_value, compared, forward), compared))
    raise_for(
        _with_table(_right_value_evidence(compared, forward, known=reference is not None), compared)
    )
    for each in compared:
        EXPECTED_HISTORY.add(each.claim.subject.noun, each.claim.gradient)


def _wrong_value(forward: Forward, reference: ReferenceResult) -> tuple[Evidence, ...]:
    return compare(forward.value, reference.value, _FORWARD, (), forward.subject)


def _floats(reference: ReferenceResult) -> list[Floats]:
    return [numbers_of(gradient).values.astype(float) for gradient in reference.gradients]


def _wrong_value_evidence(
    wrong_value: tuple[Evidence, ...], compared: Sequence[_ComparedClaim], forward: Forward
) -> tuple[Evidence, ...]:
    """The value is wrong; which hint is given depends on the gradients."""
    its = "gradients are" if len(compared) > 1 else "gradient is"
    noun = forward.subject.noun
    if all(each.fits and each.matches_reference for each in compared):
        words = f"{noun} is wrong, although its {its} right."
        hint = "It is off by something that does not change with what is differentiated by."
    elif all(each.fits for each in compared):
        derivative = "the right derivatives" if len(compared) > 1 else "the right derivative"
        words = f"{noun} is wrong; the {its} {derivative} of it."
        hint = "Repair the value first, then derive it again."
    elif all(each.matches_reference for each in compared):
        those = "gradients already are those" if len(compared) > 1 else "gradient already is that"
        words = f"{noun} is wrong; the {those} of the right function."
        hint = "Repair the value, and leave the derivation as it is."
    else:
        wrong = [each for each in compared if not each.fits and not each.matches_reference]
        function = f"{forward.noun}, which is wrong too"
        claims = tuple(wrong_claim(each.claim, each.found, function) for each in wrong)
        return wrong_value + claims
    return tuple(
        msgspec.structs.replace(evidence, summary=words, hint=_joined(evidence.hint, hint))
        for evidence in wrong_value
    )


def _right_value_evidence(
    compared: Sequence[_ComparedClaim], forward: Forward, *, known: bool
) -> tuple[Evidence, ...]:
    """The value is right, or there is no reference: evidence for each wrong gradient."""
    wrong = [each for each in compared if not each.fits]
    if not wrong:
        return tuple(
            _other_function_evidence(each) for each in compared if each.share_different > _DIFFERENT
        )
    rest = _right_ones([each.claim.name for each in compared if each.fits])
    function = forward.noun + (", which is right" if known else "") + rest
    return tuple(
        _constant_value_evidence(each, forward)
        if each.matches_reference
        else wrong_claim(each.claim, each.found, function)
        for each in wrong
    )


def _right_ones(names: Sequence[str]) -> str:
    """The gradients that are right, as the end of a sentence: "; dx and db are right"."""
    if not names:
        return ""
    words = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"; {words} {'is' if len(names) == 1 else 'are'} right"


def _other_function_evidence(each: _ComparedClaim) -> Evidence:
    """The gradient fits a function that has the right value here, but another derivative."""
    claim = each.claim
    right = numbers_of(each.right).values
    return msgspec.structs.replace(
        value_evidence(measure(claim.gradient, right, _BACKWARD), claim.subject),
        kind=EvidenceKind.GRADIENT,
        summary=f"{claim.subject.noun} fits its own function, but that is another one.",
        hint="The value is right at this input. Does it depend on it as it should?",
    )


def _constant_value_evidence(each: _ComparedClaim, forward: Forward) -> Evidence:
    """The gradient is right, but the function does not depend on its input in that way."""
    claim = each.claim
    return msgspec.structs.replace(
        wrong_claim(claim, each.found, forward.noun),
        summary=f"{claim.subject.noun} is right, but {forward.noun} does not change that way.",
        hint="The value is right at this input. Does it depend on it as it should?",
    )


def _joined(first: str, second: str) -> str:
    return f"{first} {second}" if first else second


def _with_table(
    evidence: tuple[Evidence, ...], compared: Sequence[_ComparedClaim]
) -> tuple[Evidence, ...]:
    if not evidence:
        return ()
    table = tuple(table_row(each.claim, each.found, each.right) for each in compared)
    return (msgspec.structs.replace(evidence[0], table=table), *evidence[1:])
