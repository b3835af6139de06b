"""What the document says of batch normalisation, and what a09 builds on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from grader.checks import check_backward
from grader.judge.reference import load_module

Array = NDArray[np.float64]

REFERENCE = Path(__file__).parents[2] / "reference" / "a09_normalization"
batchnorm = load_module(REFERENCE / "batchnorm.py", "a09_batchnorm")
SAMPLES = np.array([[10.0, 20.0], [32.0, 52.0]])
ONES, ZEROS = np.ones(2), np.zeros(2)

batches = arrays(np.float64, (5, 2), elements=st.floats(-100, 100).map(lambda x: round(x, 3)))


def forward(x: Array, gamma: Array = ONES, beta: Array = ZEROS, **bn_param: Any) -> Array:
    out: Array = batchnorm.batchnorm_forward(x, gamma, beta, {"mode": "train", **bn_param})[0]
    return out


# --- the numbers of the handout ---------------------------------------------------------------


def test_two_samples_become_minus_one_and_one() -> None:
    np.testing.assert_allclose(forward(SAMPLES), [[-1, -1], [1, 1]], rtol=1e-6)


def test_one_batch_moves_the_running_values_by_a_tenth() -> None:
    bn_param: dict[str, Any] = {"mode": "train"}
    batchnorm.batchnorm_forward(SAMPLES, ONES, ZEROS, bn_param)
    np.testing.assert_allclose(bn_param["running_mean"], [2.1, 3.6])
    np.testing.assert_allclose(bn_param["running_var"], [12.1, 25.6])


def test_test_mode_uses_the_running_values_and_keeps_them() -> None:
    bn_param = {
        "mode": "test",
        "running_mean": np.array([21.0, 36.0]),
        "running_var": np.array([121.0, 256.0]),
    }
    out, _ = batchnorm.batchnorm_forward(np.array([[32.0, 20.0]]), ONES, ZEROS, bn_param)
    np.testing.assert_allclose(out, [[1, -1]], rtol=1e-6)
    np.testing.assert_array_equal(bn_param["running_mean"], [21, 36])


# --- relations that the document states -------------------------------------------------------


@given(batches)
def test_gamma_as_spread_and_beta_as_mean_undo_it(x: Array) -> None:
    spread = np.sqrt(x.var(axis=0) + 1e-5)
    np.testing.assert_allclose(forward(x, spread, x.mean(axis=0)), x, atol=1e-10)


@given(batches)
def test_every_feature_has_mean_beta_and_no_more_than_spread_gamma(x: Array) -> None:
    out = forward(x, 2 * ONES, ONES)
    np.testing.assert_allclose(out.mean(axis=0), 1, atol=1e-9)
    assert (out.std(axis=0) <= 2 + 1e-9).all()


def test_a_constant_feature_becomes_beta() -> None:
    np.testing.assert_array_equal(forward(np.full((7, 2), 4.0), ONES, 3 * ONES), 3)


def test_a_feature_far_from_zero_keeps_its_spread() -> None:
    x = np.random.default_rng(0).standard_normal((11, 2))
    np.testing.assert_allclose(forward(x + 1e8), forward(x), atol=1e-6)


@pytest.mark.parametrize("shape", [(7, 5), (11, 3), (2, 4)])
def test_the_way_back_is_the_derivative_of_the_way_forward(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(shape[0])
    x, gamma, beta = rng.standard_normal(shape), rng.uniform(0.5, 2, shape[1]), np.ones(shape[1])
    check_backward(
        batchnorm.batchnorm_forward,
        batchnorm.batchnorm_backward,
        (x, gamma, beta, {"mode": "train"}),
        rng=rng,
    )
