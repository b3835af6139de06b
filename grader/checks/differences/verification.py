"""Claimed gradients against central differences: as evidence, and as rows of the table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.checks.comparing.gaps import SampledGaps
from grader.checks.comparing.numeric import explanation_of, gap_sentence
from grader.checks.comparing.subject import Subject
from grader.checks.differences.derivative import Claim, Findings, ScalarFunction
from grader.checks.differences.probes import Coordinate, Floats
from grader.checks.relating.relations import UNEXPLAINED
from grader.checks.render import short
from grader.evidence import Evidence, EvidenceKind, GradientRow

_KINKS_ALLOWED = 0.1
_REPEATABLE = 1e-12
_COARSEST = 1e-3
"""Rounding noise of a larger share of the gradient leaves nothing to compare with."""
_ZERO = 1e-6
"""Smaller gradients may be rounding noise, for example that of a bias before batch norm."""

_RANDOM = "Are random numbers drawn inside, or is something kept from one call to the next?"
_TOO_LARGE = "Differences of such large numbers in float64 say nothing about the gradient."
_ROUGH = "Kinks, rounding, float32 inside and random numbers drawn anew make a function rough."


def not_finite(claims: Sequence[Claim]) -> tuple[Evidence, ...]:
    """Evidence for each claim that holds NaN or inf."""
    return tuple(_not_finite(claim) for claim in claims if not np.isfinite(claim.gradient).all())


def unusable(
    scalar: ScalarFunction, claims: Sequence[Claim], findings: Sequence[Findings], function: Subject
) -> tuple[Evidence, ...]:
    """Evidence against a function that differences cannot judge.

    It does not repeat, is too large next to its gradient, or has kinks at more than a tenth of the
    probes.
    """
    reason = _why_unusable(scalar, claims, findings)
    if reason is None:
        return ()
    words, hint = reason
    evidence = Evidence(
        kind=EvidenceKind.UNUSABLE,
        summary=f"{function.noun} {words}, so its gradient cannot be checked.",
        hint=hint,
        call=function.call,
    )
    return (evidence,)


def wrong_claim(claim: Claim, found: Findings, function: str) -> Evidence:
    """Evidence for a claim that is not the derivative of `function`, a noun for sentences."""
    gaps = _coordinate_gaps(claim, found)
    full = _all_entries(claim, gaps)
    hint, detail = explanation_of(*full, claim.subject) if full else UNEXPLAINED
    entries = gaps.wrong.any()
    words = gap_sentence(gaps, "numerical derivative") if entries else _direction_sentence(found)
    return Evidence(
        kind=EvidenceKind.GRADIENT,
        summary=f"{claim.subject.noun} is not the derivative of {function}.",
        hint=hint,
        detail=" ".join(text for text in (words, _norm_sentence(gaps), detail) if text),
        call=claim.subject.call,
        got=short(claim.gradient),
        expected=short(full[1]) if full else "",
        got_shape=claim.gradient.shape,
        expected_shape=claim.gradient.shape,
        got_dtype="float64",
        expected_dtype="float64",
        places=gaps.places(),
        share_wrong=gaps.share_wrong if entries else None,
        largest_absolute=gaps.largest_absolute,
        largest_relative=gaps.largest_relative,
    )


def table_row(claim: Claim, found: Findings, reference: Floats | None) -> GradientRow:
    """The row of a claim; `reference` is the right gradient where the check knows it."""
    single = found.coordinates
    got, numerical = found.analytic[single], found.estimate[single]
    sizes = float(np.linalg.norm(got)), float(np.linalg.norm(numerical))
    return GradientRow(
        name=claim.name,
        right=found.fits,
        relative_error=relative_error(got, numerical),
        norm_ratio=sizes[0] / sizes[1] if sizes[1] else None,
        cosine=float(got @ numerical) / (sizes[0] * sizes[1]) if all(sizes) else None,
        worst=_worst_entry(claim, found),
        from_reference=None if reference is None else relative_error(claim.gradient, reference),
    )


def relative_error(one: Floats, other: Floats) -> float | None:
    """The 2-norm of the gap over the larger 2-norm; None when both are zero."""
    size = max(float(np.linalg.norm(one)), float(np.linalg.norm(other)))
    return float(np.linalg.norm(one - other)) / size if size else None


def _why_unusable(
    scalar: ScalarFunction, claims: Sequence[Claim], findings: Sequence[Findings]
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


def _all_entries(claim: Claim, gaps: SampledGaps) -> tuple[Floats, Floats] | None:
    """The gradient and the numerical one; None when only a sample of entries was measured."""
    if gaps.got.size < claim.gradient.size:
        return None
    return claim.gradient, gaps.expected.reshape(claim.gradient.shape)


def _norm_sentence(gaps: SampledGaps) -> str:
    size = max(np.linalg.norm(gaps.got), np.linalg.norm(gaps.expected))
    return f"Relative gap in the 2-norm {np.linalg.norm(gaps.absolute) / size:.3g}." if size else ""


def _direction_sentence(found: Findings) -> str:
    """For slopes that are wrong along random directions only: no sampled entry is wrong."""
    mixed = ~found.coordinates
    wrong = np.flatnonzero(found.wrong & mixed)
    worst = wrong[np.argmax(np.abs(found.analytic - found.estimate)[wrong])]
    return (
        f"The {int(found.coordinates.sum())} sampled entries are right, but the slope is wrong "
        f"along {len(wrong)} of {int(mixed.sum())} random directions: "
        f"{found.analytic[worst]:.6g} instead of {found.estimate[worst]:.6g}."
    )


def _worst_entry(claim: Claim, found: Findings) -> tuple[int, ...] | None:
    gaps = np.where(found.coordinates, np.abs(found.analytic - found.estimate), 0.0)
    probe = found.probes[int(np.argmax(gaps))]
    if not gaps.any() or not isinstance(probe, Coordinate):
        return None
    return tuple(int(i) for i in np.unravel_index(probe.position, claim.gradient.shape))
