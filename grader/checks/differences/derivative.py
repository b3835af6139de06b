"""Whether a claimed gradient is the derivative of a scalar function, as numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.checks.calls.calling import Arguments
from grader.checks.comparing.subject import Subject
from grader.checks.differences.probes import Coordinate, Floats, Probe, generator_for, probes_of
from grader.checks.differences.slopes import (
    FINER,
    Evaluate,
    Slopes,
    between_sides,
    exact_step,
    kinked,
    slopes_at,
)
from grader.checks.differences.variables import InputVariable

Flags = NDArray[np.bool_]

_EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class ScalarFunction:
    """The scalar function whose derivative is claimed, at one point."""

    evaluate: Evaluate
    args: Arguments
    value: float
    """What it was when the gradient was computed."""
    magnitude: float
    """The size of the terms that were added up."""

    def noise(self, step: float) -> float:
        """What rounding may do to a central difference: some units in the last place per step."""
        return 8 * _EPSILON * max(1.0, self.magnitude) / step


@dataclass(frozen=True)
class Claim:
    """A gradient that the submission returned: float64, of the shape of its variable."""

    variable: InputVariable
    gradient: Floats
    subject: Subject
    name: str
    """The short word for it in lists: "dW"."""


@dataclass(frozen=True)
class Findings:
    """What the probes say about a claim; arrays have one entry for each probe."""

    probes: list[Probe]
    repeated: float
    """The scalar at the unchanged point, evaluated again."""
    noise: float
    analytic: Floats
    """The slopes that the claim predicts."""
    estimate: Floats
    """The slopes that were measured."""
    wrong: Flags
    kinks: int
    """How many probes met a kink of the function where the claim may or may not be right."""

    @property
    def coordinates(self) -> Flags:
        return _single(self.probes)

    @property
    def fits(self) -> bool:
        return not self.wrong.any()


@dataclass(frozen=True)
class _CoarseDifferences:
    """A claim compared with differences of coarse steps."""

    probes: list[Probe]
    analytic: Floats
    coarse: Slopes
    slack: float
    noise: float

    @property
    def doubtful(self) -> NDArray[np.intp]:
        gaps = np.abs(self.analytic - self.coarse.central)
        return np.flatnonzero(gaps > self.slack + self.noise)

    @property
    def doubtful_probes(self) -> list[Probe]:
        return [self.probes[i] for i in self.doubtful]


def probe_claims(
    scalar: ScalarFunction, claims: Sequence[Claim], h: float, tolerance: float
) -> list[Findings]:
    """Compare claims with central differences in float64, all of them in one request.

    A slope is right within `tolerance` of the largest slope of the array, and all coordinates
    together within `tolerance` in the 2-norm, both plus rounding noise. The slopes that seem wrong
    are measured again with smaller steps, in a second request. Those that agree then are right. At
    a kink every slope between the two one-sided slopes is right.
    """
    results = _probe_coarsely(scalar, claims, exact_step(h), tolerance)
    if not any(result.doubtful.size for result in results):
        return [_findings(result, None, 0.0, tolerance) for result in results]
    step = exact_step(h) / FINER
    probed = [
        (c.variable, result.doubtful_probes) for c, result in zip(claims, results, strict=True)
    ]
    closer = slopes_at(scalar.evaluate, scalar.args, probed, step)
    noise = scalar.noise(step)
    return [
        _findings(result, f, noise, tolerance) for result, f in zip(results, closer, strict=True)
    ]


def _probe_coarsely(
    scalar: ScalarFunction, claims: Sequence[Claim], step: float, tolerance: float
) -> list[_CoarseDifferences]:
    probes = [probes_of(claim.gradient, generator_for(scalar.args)) for claim in claims]
    probed = [(claim.variable, some) for claim, some in zip(claims, probes, strict=True)]
    slopes = slopes_at(scalar.evaluate, scalar.args, probed, step)
    results = []
    for claim, some, coarse in zip(claims, probes, slopes, strict=True):
        analytic = np.array([probe.slope(claim.gradient) for probe in some])
        largest = float(np.maximum(np.abs(analytic), np.abs(coarse.central)).max())
        results.append(
            _CoarseDifferences(some, analytic, coarse, tolerance * largest, scalar.noise(step))
        )
    return results


def _findings(
    result: _CoarseDifferences, fine: Slopes | None, fine_noise: float, tolerance: float
) -> Findings:
    analytic, estimate = result.analytic, result.coarse.central
    wrong, kinks, doubtful = np.zeros(len(analytic), dtype=np.bool_), 0, result.doubtful
    if fine is not None:
        slack = result.slack + fine_noise
        coarse = result.coarse.of(doubtful)
        wrong[doubtful], kinks = _wrong_slopes(analytic[doubtful], coarse, fine, slack)
        estimate[doubtful] = np.where(wrong[doubtful], fine.central, analytic[doubtful])
    single = _single(result.probes)
    wrong |= single & _wrong_in_norm(analytic, estimate, single, tolerance, result.noise)
    return Findings(result.probes, result.coarse.at, result.noise, analytic, estimate, wrong, kinks)


def _single(probes: Sequence[Probe]) -> Flags:
    return np.array([isinstance(probe, Coordinate) for probe in probes])


def _wrong_slopes(
    analytic: Floats, coarse: Slopes, fine: Slopes, slack: float
) -> tuple[Flags, int]:
    """Which of the doubtful slopes are wrong, and at how many the function has a kink."""
    settled = np.abs(analytic - fine.central) <= slack
    kinks = ~settled & kinked(coarse, fine, 4 * slack)
    excused = settled | (kinks & between_sides(analytic, fine, slack))
    return ~excused, int(kinks.sum())


def _wrong_in_norm(
    analytic: Floats, estimate: Floats, single: Flags, tolerance: float, noise: float
) -> Flags:
    """The slopes to blame when all coordinates together are further away than allowed."""
    count = int(single.sum())
    gaps = np.abs(analytic - estimate)
    size = max(np.linalg.norm(analytic[single]), np.linalg.norm(estimate[single]))
    if np.linalg.norm(gaps[single]) <= tolerance * size + noise * np.sqrt(count):
        return np.zeros_like(single)
    return np.asarray(gaps > tolerance * size / np.sqrt(count) + noise)
