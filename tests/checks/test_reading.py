"""read_curve: the shapes of loss curves, whatever their units, length and noise."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from grader.checks.curves.reading import FINE, FLAT, CurveShape, read_curve

Floats = NDArray[np.float64]

T = np.linspace(0.0, 1.0, 120)
CURVES: dict[CurveShape, Floats] = {
    CurveShape.FINE: 2.3 * np.exp(-T / 0.15) + 0.1,
    CurveShape.DIVERGED: 2.3 * np.exp(3 * T),
    CurveShape.OSCILLATING: 1.5 + 0.5 * np.cos(2.5 * np.arange(120)),
    CurveShape.JUMP: 2.3 * np.exp(-T / 0.15) + np.where(T > 0.6, 1.5 * np.exp((0.6 - T) / 0.1), 0),
    CurveShape.SLOW: 2.3 - 0.3 * T,
    CurveShape.PLATEAU: 2.3 * (0.7 + 0.3 * np.exp(-T / 0.04)),
}
SHAPES = st.sampled_from(list(CURVES))


@pytest.mark.parametrize("shape", CURVES)
def test_each_shape_of_the_documents_is_recognised(shape: CurveShape) -> None:
    reading = read_curve(CURVES[shape])
    assert reading.shape is shape
    assert (reading.remedy == "") is (shape is CurveShape.FINE)
    assert reading.source


@settings(max_examples=50)
@given(SHAPES, st.integers(-30, 30))
def test_units_do_not_matter(shape: CurveShape, power: int) -> None:
    assert read_curve(CURVES[shape] * 2.0**power).shape is shape


@settings(max_examples=50)
@given(SHAPES, st.integers(1, 20))
def test_the_number_of_points_does_not_matter(shape: CurveShape, times: int) -> None:
    assert read_curve(np.repeat(CURVES[shape], times)).shape is shape


@given(
    st.floats(0.03, 0.4),
    st.floats(0.0, 0.5),
    st.floats(0.0, 0.03),
    st.sampled_from([8, 13, 40, 250, 1500]),
    st.integers(0, 10_000),
)
def test_a_right_curve_with_noise_is_fine(
    pace: float, floor: float, noise: float, points: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    curve = 2.3 * np.exp(-np.linspace(0, 1, points) / pace) + floor
    curve += noise * 2.3 * np.clip(rng.standard_normal(points), -2.5, 2.5)
    assert read_curve(np.abs(curve)) is FINE


@settings(max_examples=50)
@given(SHAPES, st.integers(0, 10_000))
def test_a_little_noise_hides_no_shape(shape: CurveShape, seed: int) -> None:
    rng = np.random.default_rng(seed)
    noise = 0.005 * np.clip(rng.standard_normal(120), -2.5, 2.5)
    assert read_curve(CURVES[shape] * (1 + noise)).shape is shape


@settings(max_examples=50)
@given(st.floats(0.0, 0.05), st.integers(0, 10_000))
def test_a_flat_noisy_curve_is_no_jump_and_no_divergence(noise: float, seed: int) -> None:
    curve = 0.7 * (1 + noise * np.random.default_rng(seed).standard_normal(200))
    assert read_curve(curve).shape in (CurveShape.PLATEAU, CurveShape.SLOW)


@pytest.mark.parametrize("strange", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", [0, 60, 119])
def test_a_loss_that_is_not_finite_is_divergence(strange: float, place: int) -> None:
    curve = CURVES[CurveShape.FINE].copy()
    curve[place] = strange
    assert read_curve(curve).shape is CurveShape.DIVERGED
    assert read_curve(CURVES[CurveShape.FINE], curve).shape is CurveShape.DIVERGED


@pytest.mark.parametrize("curve", [[], [2.3], [2.3, 1.0], [2.3, 2.2, 2.3, 2.2]])
def test_of_a_short_curve_nothing_is_said(curve: list[float]) -> None:
    assert read_curve(curve) is FINE


def test_a_short_curve_that_climbs_has_diverged() -> None:
    assert read_curve([1.0, 10.0]).shape is CurveShape.DIVERGED


def test_a_curve_that_never_moves_is_on_a_plateau() -> None:
    assert read_curve([0.7] * 20) is FLAT
    assert "momentum" in FLAT.remedy


def test_a_plateau_after_a_fast_fall_asks_for_a_smaller_rate_and_a_flat_one_for_another_step() -> (
    None
):
    assert "smaller" in read_curve(CURVES[CurveShape.PLATEAU]).remedy


def test_damped_ringing_of_momentum_is_fine() -> None:
    assert read_curve(2.3 * np.exp(-T / 0.2) * np.cos(40 * T) ** 2) is FINE


def test_a_reachable_loss_says_how_far_the_way_is() -> None:
    curve = 2.3 * (0.6 + 0.4 * np.exp(-T / 0.05))
    assert read_curve(curve, reach=0.6 * 2.3) is FINE
    assert read_curve(curve, reach=0.01).shape is CurveShape.PLATEAU


# --- validation -------------------------------------------------------------------------------

TRAINING = CURVES[CurveShape.FINE]


@pytest.mark.parametrize(
    "validation",
    [
        lambda train: train + 0.4 * T * 2.3,
        lambda train: 2.3 * np.exp(-T / 0.1) + 1.6 * T,
        lambda train: np.maximum(train, 1.6),
    ],
    ids=["the gap widens", "it turns around", "it stops falling"],
)
def test_a_validation_loss_far_above_is_overfitting(
    validation: Callable[[Floats], Floats],
) -> None:
    assert read_curve(TRAINING, validation(TRAINING)).shape is CurveShape.OVERFIT


@pytest.mark.parametrize(
    "validation",
    [
        lambda train: train,
        lambda train: 1.1 * train + 0.1,
        lambda train: 0.5 * train,
        lambda train: train[::10],
        lambda train: train[:3] * 5,
    ],
    ids=["equal", "a little above", "below", "fewer points", "too few points"],
)
def test_other_validation_losses_are_no_overfitting(
    validation: Callable[[Floats], Floats],
) -> None:
    assert read_curve(TRAINING, validation(TRAINING)) is FINE
