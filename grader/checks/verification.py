"""Claimed gradients against central differences, as evidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.checks.derivative import Claim, Findings, Scalar, probe_claim
from grader.checks.gaps import SampledGaps
from grader.checks.leaves import gap_sentence
from grader.checks.probes import Coordinate
from grader.checks.relations import relation
from grader.checks.render import short
from grader.checks.subject import Subject
from grader.model import Evidence, EvidenceKind

_KINKS_ALLOWED = 0.1
_REPEATABLE = 1e-12
_COARSEST = 1e-3
"""Rounding noise of a larger share of the gradient leaves nothing to compare with."""
_ZERO = 1e-6
"""Smaller gradients may be rounding noise themselves, as that of a bias before batch norm."""

_RANDOM = "Are random numbers drawn inside, or is something kept from one call to the next?"
_TOO_LARGE = "Differences of such large numbers in float64 say nothing about the gradient."
_ROUGH = "Kinks, rounding, float32 inside and random numbers drawn anew make a function rough."


def gradient_evidence(
    scalar: Scalar, claims: Sequence[Claim], function: Subject, *, h: float, tolerance: float
) -> tuple[Evidence, ...]:
    """Evidence for each claim that is not the derivative of the scalar; empty when all are.

    `function` is the noun for the scalar in sentences. A function that differences cannot judge (it
    does not repeat, has kinks at more than a tenth of the probes, or is too large) is unusable.
    """
    strange = tuple(_not_finite(claim) for claim in claims if not _is_finite(claim))
    if strange:
        return strange
    findings = [probe_claim(scalar, claim, h, tolerance) for claim in claims]
    reason = _why_unusable(scalar, claims, findings)
    if reason:
        return (_unusable(function, *reason),)
    stories = (
        _wrong_claim(claim, found, function)
        for claim, found in zip(claims, findings, strict=True)
        if found.wrong.any()
    )
    return tuple(stories)


def _is_finite(claim: Claim) -> bool:
    return bool(np.isfinite(claim.gradient).all())


def _why_unusable(
    scalar: Scalar, claims: Sequence[Claim], findings: Sequence[Findings]
) -> tuple[str, str] | None:
    moved = max(abs(found.repeated - scalar.value) for found in findings)
    if moved > _REPEATABLE * (1 + scalar.magnitude):
        return "differs between two calls with the same arguments", _RANDOM
    for claim, found in zip(claims, findings, strict=True):
        largest = float(np.abs(claim.gradient).max())
        if largest > _ZERO and found.noise > _COARSEST * largest:
            return "is too large next to its gradient", _TOO_LARGE
    if sum(found.kinks for found in findings) > _KINKS_ALLOWED * sum(
        len(found.probes) for found in findings
    ):
        return "is not smooth around this input", _ROUGH
    return None


def _unusable(function: Subject, words: str, hint: str) -> Evidence:
    return Evidence(
        kind=EvidenceKind.UNUSABLE,
        summary=f"{function.noun} {words}, so its gradient cannot be checked.",
        hint=hint,
        call=function.call,
    )


def _not_finite(claim: Claim) -> Evidence:
    bad = np.argwhere(~np.isfinite(claim.gradient))
    return Evidence(
        kind=EvidenceKind.GRADIENT,
        summary=f"{claim.subject.noun} contains NaN or inf.",
        detail=f"First at {[int(i) for i in bad[0]]}, {len(bad)} in all.",
        call=claim.subject.call,
        got=short(claim.gradient),
        got_shape=claim.gradient.shape,
        expected_shape=claim.gradient.shape,
    )


def _wrong_claim(claim: Claim, found: Findings, function: Subject) -> Evidence:
    gaps = _coordinate_gaps(claim, found)
    hint, story = relation(gaps.got, gaps.expected)
    entries = gaps.wrong.any()
    words = gap_sentence(gaps, "numerical derivative") if entries else _directions(found)
    return Evidence(
        kind=EvidenceKind.GRADIENT,
        summary=f"{claim.subject.noun} is not the derivative of {function.owner}.",
        hint=hint,
        detail=" ".join(text for text in (words, _norm_sentence(gaps), story) if text),
        call=claim.subject.call,
        got=short(claim.gradient),
        expected=_expected(claim, gaps),
        got_shape=claim.gradient.shape,
        expected_shape=claim.gradient.shape,
        got_dtype="float64",
        expected_dtype="float64",
        places=gaps.places(),
        share_wrong=gaps.share_wrong if entries else None,
        largest_absolute=gaps.largest_absolute,
        largest_relative=gaps.largest_relative,
    )


def _coordinate_gaps(claim: Claim, found: Findings) -> SampledGaps:
    single = found.coordinates
    positions = [probe.position for probe in found.probes if isinstance(probe, Coordinate)]
    got, expected = found.analytic[single], found.estimate[single]
    return SampledGaps(
        got=got,
        expected=expected,
        wrong=found.wrong[single],
        absolute=np.abs(got - expected),
        positions=np.array(positions, dtype=np.int64),
        shape=claim.gradient.shape,
    )


def _expected(claim: Claim, gaps: SampledGaps) -> str:
    """The numerical gradient where every entry was measured."""
    if gaps.got.size < claim.gradient.size:
        return ""
    return short(gaps.expected.reshape(claim.gradient.shape))


def _norm_sentence(gaps: SampledGaps) -> str:
    size = max(np.linalg.norm(gaps.got), np.linalg.norm(gaps.expected))
    return f"Relative gap in the 2-norm {np.linalg.norm(gaps.absolute) / size:.3g}." if size else ""


def _directions(found: Findings) -> str:
    """Only slopes along random directions are wrong: the wrong entries are not in the sample."""
    mixed = ~found.coordinates
    wrong = np.flatnonzero(found.wrong & mixed)
    worst = wrong[np.argmax(np.abs(found.analytic - found.estimate)[wrong])]
    return (
        f"The {int(found.coordinates.sum())} sampled entries are right, but the slope is wrong "
        f"along {len(wrong)} of {int(mixed.sum())} random directions: "
        f"{found.analytic[worst]:.6g} instead of {found.estimate[worst]:.6g}."
    )
