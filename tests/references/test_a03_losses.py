"""The numbers that the documents print about losses, and what a03 builds on."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from grader.checks import mistakes_in

REFERENCE = Path(__file__).parents[2] / "reference" / "a03_losses"
LETTERS = np.array([0.25, 0.25, 0.5])
BUS = np.array([[3.2, 0.8, 0.0]])
BUS_PROBABILITIES = np.array([0.88379809, 0.08017635, 0.03602556])
FAR = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4 - 1, -1e4 - 2]])


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"a03_{name}", REFERENCE / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(REFERENCE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


losses, information, likelihood = (load(name) for name in ("losses", "information", "likelihood"))


@st.composite
def pairs_of_distributions(draw: st.DrawFn) -> NDArray[np.float64]:
    """Two distributions over 2 to 9 events, every probability above 0; shape (2, K)."""
    K = draw(st.integers(2, 9))
    weight = st.floats(1e-3, 1.0)
    weights = np.array([draw(st.lists(weight, min_size=K, max_size=K)) for _ in range(2)])
    total: NDArray[np.float64] = weights.sum(axis=1, keepdims=True)
    return weights / total


# --- printed numbers --------------------------------------------------------------------------


def test_the_bus_has_the_printed_probabilities() -> None:
    np.testing.assert_allclose(losses.softmax(BUS)[0], BUS_PROBABILITIES, atol=5e-9)


def test_the_bus_has_log_odds_of_2_03_and_not_its_score() -> None:
    p_bus = losses.softmax(BUS)[0, :1]
    assert likelihood.log_odds(p_bus) == pytest.approx(2.0289, abs=1e-4)


def test_the_hinge_loss_of_the_example_is_5_5() -> None:
    loss, dscores = losses.svm_loss(np.array([[8.0, 14.0, 9.5, 10.0]]), np.array([3]))
    assert loss == 5.5
    np.testing.assert_array_equal(dscores, [[0.0, 1.0, 1.0, -2.0]])


def test_three_letters_carry_1_5_bits_or_1_0397_nats() -> None:
    assert information.entropy(LETTERS, base=2) == pytest.approx(1.5)
    assert information.entropy(LETTERS) == pytest.approx(1.0397, abs=5e-5)


def test_the_code_of_the_three_letters_needs_1_5_bits() -> None:
    assert information.code_length(LETTERS, np.array([2, 2, 1])) == 1.5


def test_the_bus_costs_0_1278_nats_or_0_1844_bits() -> None:
    p, q = np.array([1.0, 0.0, 0.0]), np.array([0.88, 0.08, 0.04])
    assert information.cross_entropy(p, q) == pytest.approx(0.1278, abs=5e-5)
    assert information.cross_entropy(p, q, base=2) == pytest.approx(0.1844, abs=5e-5)


def test_two_thousand_halves_underflow_as_a_product_and_not_as_a_sum() -> None:
    tosses = np.full(2000, 0.5)
    assert likelihood.likelihood(tosses) == 0.0
    assert likelihood.nll(tosses) == pytest.approx(1386.29, abs=5e-3)


def test_a_saturated_sigmoid_stops_the_squared_error_and_not_the_cross_entropy() -> None:
    square, cross = losses.saturation_gradients(np.array([-10.0]), np.array([1.0]))
    assert square[0] == pytest.approx(-9.1e-5, abs=5e-7)
    assert cross[0] == pytest.approx(-0.99995, abs=5e-6)


def test_a_prediction_of_its_own_values_has_no_loss_as_a_column_either() -> None:
    y = np.array([1.0, 5.0, -2.0, 0.5])
    loss, dout = losses.mean_square_loss(y[:, None], y)
    assert loss == 0.0
    np.testing.assert_array_equal(dout, np.zeros((4, 1)))


# --- relations that the documents state -------------------------------------------------------


@given(pairs_of_distributions())
def test_the_cross_entropy_is_never_below_the_entropy(pair: NDArray[np.float64]) -> None:
    p, q = pair
    assert information.cross_entropy(p, q) >= information.entropy(p) - 1e-12


@given(pairs_of_distributions())
def test_the_divergence_is_cross_entropy_less_entropy(pair: NDArray[np.float64]) -> None:
    p, q = pair
    extra = information.cross_entropy(p, q, 2) - information.entropy(p, 2)
    assert information.kl_divergence(p, q, 2) == pytest.approx(extra, abs=1e-12)


def test_the_softmax_loss_is_the_mean_nll_of_the_true_classes() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((7, 3)), rng.integers(3, size=7)
    p_true = losses.softmax(x)[np.arange(7), y]
    assert losses.softmax_loss(x, y)[0] == pytest.approx(likelihood.nll(p_true) / 7)


def test_the_softmax_loss_is_the_categorical_cross_entropy_of_the_softmax() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.standard_normal((11, 5)), rng.integers(5, size=11)
    by_rows = losses.categorical_ce(losses.softmax(x), np.eye(5)[y])
    assert by_rows == pytest.approx(losses.softmax_loss(x, y)[0])


def test_labels_of_both_signs_lose_what_labels_of_zero_and_one_lose() -> None:
    rng = np.random.default_rng(3)
    z, y = rng.standard_normal(11), rng.integers(2, size=11)
    loss, dz = likelihood.logistic_loss(z, 2 * y - 1)
    expected, expected_dz = losses.bce_with_logits(z, y)
    assert loss == pytest.approx(expected)
    np.testing.assert_allclose(dz, expected_dz)


def test_log_odds_undo_the_sigmoid() -> None:
    z = np.linspace(-5, 5, 7)
    np.testing.assert_allclose(likelihood.log_odds(losses.sigmoid(z)), z, atol=1e-12)


# --- far out ----------------------------------------------------------------------------------


def test_far_scores_warn_nowhere_and_lose_no_value() -> None:
    y = np.array([1, 2])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert losses.softmax_loss(FAR, y)[0] == pytest.approx((20000 + 2 + np.log(1.5032147)) / 2)
        assert losses.svm_loss(FAR, y)[0] == pytest.approx((20001 + 10001 + 3 + 2) / 2)
        z, labels = np.array([1e4, -1e4]), np.array([0, 1])
        assert losses.bce_with_logits(z, labels)[0] == 1e4
        assert likelihood.logistic_loss(z, 2 * labels - 1)[0] == 1e4


def test_certain_predictions_cost_eps_at_most_or_log_eps() -> None:
    y = np.array([0.0, 1.0])
    assert losses.bce_loss(y.copy(), y)[0] == pytest.approx(0, abs=1e-11)
    assert losses.bce_loss(1 - y, y)[0] == pytest.approx(-np.log(1e-12), rel=1e-5)


# --- known mistakes ---------------------------------------------------------------------------


def test_every_entry_of_the_catalogue_is_among_the_mistakes() -> None:
    names = {record.id[:7] for record, _ in mistakes_in(load("mistakes"))}
    assert names >= {f"LOSS-{number:02}" for number in range(1, 32)}


def test_no_hint_gives_a_line_of_the_solution_away() -> None:
    lines = {
        line.strip()
        for name in ("losses", "information", "likelihood")
        for line in (REFERENCE / f"{name}.py").read_text().splitlines()
        if "=" in line or "return" in line
    }
    for record, _ in mistakes_in(load("mistakes")):
        assert not any(line in record.hint for line in lines), record.id
