"""Whether a claimed gradient is the derivative of a scalar function; numbers, no words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.checks.probes import Coordinate, Floats, Probe, generator_for, probes_of
from grader.checks.slopes import (
    FINER,
    Arguments,
    Evaluate,
    Slopes,
    between_sides,
    exact_step,
    kinked,
    slopes_at,
)
from grader.checks.subject import Subject

Flags = NDArray[np.bool_]

_EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Scalar:
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
    """A gradient (float64, of the shape of its argument) that is said to be a derivative."""

    argument: int
    gradient: Floats
    subject: Subject


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
        return np.array([isinstance(probe, Coordinate) for probe in self.probes])


def probe_claim(scalar: Scalar, claim: Claim, h: float, tolerance: float) -> Findings:
    """Compare a claim with central differences in float64.

    A slope is right within `tolerance` of the largest slope of the array, and all coordinates
    together within `tolerance` in the 2-norm, both plus rounding noise. The slopes that seem wrong
    are measured again with smaller steps. If they agree then, they are right; if a kink is there,
    every slope between the one-sided ones is as right as another.
    """
    probes = probes_of(claim.gradient, generator_for(scalar.args))
    step = exact_step(h)
    coarse = slopes_at(scalar.evaluate, scalar.args, claim.argument, probes, step)
    analytic = np.array([probe.slope(claim.gradient) for probe in probes])
    estimate, noise = coarse.central, scalar.noise(step)
    slack = tolerance * float(np.maximum(np.abs(analytic), np.abs(estimate)).max())
    wrong = np.abs(analytic - estimate) > slack + noise
    kinks = 0
    doubtful = np.flatnonzero(wrong)
    if len(doubtful):
        closer = [probes[i] for i in doubtful]
        fine = slopes_at(scalar.evaluate, scalar.args, claim.argument, closer, step / FINER)
        slack += scalar.noise(step / FINER)
        wrong[doubtful], kinks = _look_closer(analytic[doubtful], coarse.of(doubtful), fine, slack)
        estimate[doubtful] = np.where(wrong[doubtful], fine.central, analytic[doubtful])
    single = np.array([isinstance(probe, Coordinate) for probe in probes])
    wrong |= single & _wrong_in_norm(analytic, estimate, single, tolerance, noise)
    return Findings(probes, coarse.at, noise, analytic, estimate, wrong, kinks)


def _look_closer(analytic: Floats, coarse: Slopes, fine: Slopes, slack: float) -> tuple[Flags, int]:
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
