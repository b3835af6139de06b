"""A band of reference runs, and trainings that stay in it or leave it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import check_convergence
from grader.checks.curves.bands import Band, band_of
from grader.errors import CourseError
from grader.evidence import EvidenceKind
from tests.checks.failures import only_evidence_of

STEPS = 30


def train(rate: float, seed: int = 100, start: float = 1.0) -> list[float]:
    """Noisy descent on w²; the parameter at every step."""
    rng = np.random.default_rng(seed)
    w, taken = start * (1 + 0.05 * rng.random()), []
    for _ in range(STEPS):
        taken.append(w)
        w -= rate * 2 * w * (1 + 0.1 * rng.standard_normal())
    return taken


def loss(w: float) -> float:
    return w * w


BAND = band_of(lambda seed: train(0.05, seed), range(20), loss)
HOW: dict[str, Any] = {"recompute": loss, "band": BAND, "snapshots": list, "what": "Training"}


@given(st.integers(1000, 100_000))
def test_a_right_training_with_another_seed_stays_in_the_band(seed: int) -> None:
    check_convergence(train, (0.05, seed), **HOW)


@pytest.mark.parametrize(
    ("rate", "start", "words"),
    [
        (0.02, 1.0, "learns more slowly than right trainings"),
        (0.003, 1.0, "too slow"),
        (0.0, 1.0, "on a plateau"),
        (-0.05, 1.0, "diverged"),
        (0.1, 1.0, "learns faster than right trainings"),
        (0.05, 2.0, "begins with another loss than right trainings"),
    ],
)
def test_a_training_outside_the_band_is_told_how(rate: float, start: float, words: str) -> None:
    found = only_evidence_of(check_convergence, lambda: train(rate, start=start), (), **HOW)
    assert found.kind is EvidenceKind.CONVERGENCE
    assert words in found.summary
    assert "outside the band" in found.detail
    assert [curve.label for curve in found.curves] == [
        "loss recomputed",
        "lowest right loss",
        "highest right loss",
    ]


def test_a_reading_brings_its_remedy_and_its_place_in_the_documents() -> None:
    found = only_evidence_of(check_convergence, train, (-0.05,), **HOW)
    assert "divide the learning rate by ten" in found.hint
    assert "Troubleshooting" in found.hint


@pytest.mark.parametrize("returned", [[1.0], [1.0] * 31])
def test_another_number_of_snapshots_is_said(returned: list[float]) -> None:
    found = only_evidence_of(check_convergence, lambda: returned, (), **HOW)
    assert "another number of checkpoints" in found.summary


@pytest.mark.parametrize("returned", [None, [], ["w"] * STEPS, 1.0])
def test_snapshots_of_another_form_are_a_failure_of_type(returned: Any) -> None:
    found = only_evidence_of(check_convergence, lambda: returned, (), **HOW)
    assert found.kind is EvidenceKind.TYPE


def test_a_loss_that_was_not_finite_on_the_way_fails() -> None:
    history = [1.0, float("nan"), *[0.0] * 20]
    found = only_evidence_of(
        check_convergence, lambda: history, (), recompute=loss, snapshots=list, at_most=1.0
    )
    assert "diverged" in found.summary


def test_a_gap_to_other_rows_is_read_as_overfitting() -> None:
    def grows(w: float) -> float:
        return 1.5 - 0.5 * w * w

    found = only_evidence_of(
        check_convergence,
        lambda: train(0.2),
        (),
        recompute=loss,
        snapshots=list,
        at_most=1.0,
        at_least=0.1,
        validation=grows,
    )
    assert "overfits" in found.summary


def test_a_check_without_any_bound_is_an_error_of_the_course() -> None:
    with pytest.raises(CourseError, match="no limit"):
        check_convergence(train, (0.05,), recompute=loss, snapshots=list)


# --- bands ------------------------------------------------------------------------------------


def test_a_training_without_chance_has_a_narrow_band() -> None:
    band = band_of(lambda seed: [2.0, 1.0], range(5), float)
    assert band.outside([2.0 + 1e-7, 1.0 - 1e-7]) == ()
    assert band.outside([2.0, 1.0001]) == (1,)


def test_a_band_reaches_as_far_beyond_its_runs_as_they_differ() -> None:
    band = band_of(lambda seed: [float(seed)], range(10, 15), float)
    assert band.middle == (12.0,)
    assert band.low[0] == pytest.approx(6, abs=1e-4)
    assert band.high[0] == pytest.approx(18, abs=1e-4)


@pytest.mark.parametrize(
    ("seeds", "runs"),
    [(range(4), [1.0]), (range(5), []), (range(5), [float("nan")])],
    ids=["few seeds", "no checkpoint", "not finite"],
)
def test_a_reference_without_a_band_is_an_error(seeds: range, runs: list[float]) -> None:
    with pytest.raises(CourseError, match="band"):
        band_of(lambda seed: runs, seeds, float)


def test_runs_of_different_lengths_have_no_band() -> None:
    with pytest.raises(CourseError, match="differ in length"):
        band_of(lambda seed: [1.0] * (1 + seed % 2), range(5), float)


def test_not_a_number_is_outside_every_band() -> None:
    assert Band(low=(0.0,), middle=(1.0,), high=(2.0,)).outside([float("nan")]) == (0,)
