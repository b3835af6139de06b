"""One line for each gradient: how far it is from the numerical one, in size and direction."""

from __future__ import annotations

import numpy as np

from grader.checks.differences.derivative import Claim, Findings
from grader.checks.differences.probes import Coordinate, Floats
from grader.evidence import GradientRow


def row_of(claim: Claim, found: Findings, reference: Floats | None) -> GradientRow:
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
        worst=_worst(claim, found),
        from_reference=None if reference is None else relative_error(claim.gradient, reference),
    )


def relative_error(one: Floats, other: Floats) -> float | None:
    """The 2-norm of the gap over the larger 2-norm; None when both are zero."""
    size = max(float(np.linalg.norm(one)), float(np.linalg.norm(other)))
    return float(np.linalg.norm(one - other)) / size if size else None


def _worst(claim: Claim, found: Findings) -> tuple[int, ...] | None:
    gaps = np.where(found.coordinates, np.abs(found.analytic - found.estimate), 0.0)
    probe = found.probes[int(np.argmax(gaps))]
    if not gaps.any() or not isinstance(probe, Coordinate):
        return None
    return tuple(int(i) for i in np.unravel_index(probe.position, claim.gradient.shape))
