"""The numbers that the documents print for linear regression, and what a05 builds on."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import mistakes_in

REFERENCE = Path(__file__).parents[2] / "reference" / "a05_linear_models"
PARTS = ("regression", "descent", "logistic")
Array = NDArray[np.float64]

START = np.array([0.1, 0.1])
SEEDS = range(20)


def part(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"a05_{name}", REFERENCE / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(REFERENCE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


regression, descent, logistic = (part(name) for name in PARTS)


def people(seed: int, noise: float = 0.01) -> tuple[Array, Array]:
    """The document's data: education and income (100, 2), and dates (100,)."""
    rng = np.random.default_rng(seed)
    education, income = rng.integers(26, size=100), rng.integers(10000, size=100)
    X = np.column_stack([education, income]).astype(float)
    return X, regression.sample(education, income, noise, rng)


def after(X: Array, y: Array, lr: float, steps: int) -> tuple[Array, float]:
    """W with b appended, and the loss, after that many steps from the document's start.

    Along each eigenvector of the Hessian a step multiplies the distance to the minimum by
    1 - lr * eigenvalue, so that no step need be made.
    """
    A = np.column_stack([X, np.ones(len(X))])
    curvatures, directions = np.linalg.eigh(2 / len(y) * A.T @ A)
    minimum = np.linalg.lstsq(A, y)[0]
    distance = directions.T @ (np.append(START, 0.0) - minimum)
    theta = minimum + directions @ (distance * (1 - lr * curvatures) ** steps)
    return theta, float(np.mean((A @ theta - y) ** 2))


# --- the oracle -------------------------------------------------------------------------------


def test_the_oracle_counts_0_8_a_year_0_003_a_unit_of_income_and_2() -> None:
    dates = regression.true_y(np.array([0, 12, 25]), np.array([0, 2000, 10000]))
    np.testing.assert_allclose(dates, [2.0, 17.6, 52.0])


def test_the_noise_of_a_sample_is_a_share_of_the_truth() -> None:
    rng = np.random.default_rng(3)
    education, income = rng.integers(26, size=50_000), rng.integers(10000, size=50_000)
    for noise in (0.01, 0.15):
        reported = regression.sample(education, income, noise, rng)
        share = reported / regression.true_y(education, income) - 1
        assert share.std() == pytest.approx(noise, rel=5 / np.sqrt(2 * 50_000))
        assert abs(share.mean()) < 5 * noise / np.sqrt(50_000)


# --- a rate that is too large -----------------------------------------------------------------


def test_a_rate_of_0_8_throws_w_from_minus_6_to_8_4_to_minus_11_76() -> None:
    trace = descent.gd_trace(lambda w: 3 * w, -6, 0.8, 2)
    np.testing.assert_allclose(trace, [-6, 8.4, -11.76])
    assert [f"{cost:.1f}" for cost in 1.5 * trace**2] == ["54.0", "105.8", "207.4"]


def test_the_first_row_of_the_log_obeys_1e_7_and_not_the_listed_1e_6() -> None:
    gradients = np.array([1.183e4, 5.929e6]), 891.5
    W, b = descent.gd_step((START, 0.0), gradients, 1e-7)
    np.testing.assert_allclose(W, [0.09882, -0.4929], rtol=1e-4)
    assert b == pytest.approx(-8.915e-5)
    assert descent.gd_step((START, 0.0), gradients, 1e-6)[0][1] == pytest.approx(-5.829)


@pytest.mark.parametrize("lr", [1e-6, 1e-7])
def test_raw_income_overflows_within_600_steps(lr: float) -> None:
    for seed in SEEDS:
        X, y = people(seed)
        _, _, history = descent.train_linear(X, y, START, 0.0, lr, 600)
        assert history[1] > history[0]
        assert not np.isfinite(history[-1])


def test_the_curvatures_of_the_cost_are_0_27_and_202_and_78_million() -> None:
    X, _ = people(0)
    A = np.column_stack([X, np.ones(len(X))])
    curvatures = np.linalg.eigvalsh(2 / len(X) * A.T @ A)
    np.testing.assert_allclose(curvatures, [0.27, 202, 7.8e7], rtol=0.5)
    assert descent.max_stable_rate(X) == pytest.approx(2.6e-8, rel=0.25)


# --- training ---------------------------------------------------------------------------------


def test_training_goes_where_the_eigenvectors_of_the_cost_say() -> None:
    X, y = people(1)
    W, b, history = descent.train_linear(X / [1, 100], y, START, 0.0, 1e-4, 2000)
    theta, loss = after(X / [1, 100], y, 1e-4, 2000)
    np.testing.assert_allclose(np.append(W, b), theta, rtol=1e-9)
    assert history[-1] == pytest.approx(loss)


def test_a_rate_of_1e_8_does_not_overflow_and_does_not_fit() -> None:
    for seed in SEEDS:
        (w1, w2, b), loss = after(*people(seed), 1e-8, 100_000)
        assert 0.19 < w1 < 0.29  # printed: 0.2438
        assert 0.0041 < w2 < 0.0047  # printed: 0.00435
        assert 0.003 < b < 0.007  # printed: 0.00498
        assert 29 < loss < 48  # printed: 43


def test_ten_million_steps_of_1e_10_end_where_100_000_of_1e_8_do() -> None:
    X, y = people(2)
    slow, fast = after(X, y, 1e-10, 10_000_000), after(X, y, 1e-8, 100_000)
    np.testing.assert_allclose(slow[0], fast[0], rtol=1e-5)


def test_income_in_hundreds_finds_0_80_and_0_30_and_a_bias_near_2() -> None:
    for seed in SEEDS:
        X, y = people(seed)
        (w1, w2, b), loss = after(X / [1, 100], y, 1e-4, 100_000)
        assert abs(w1 - 0.80) < 0.02
        assert abs(w2 - 0.30) < 0.006
        assert 1.6 < b < 2.2
        assert 0.05 < loss < 0.13


def test_without_noise_a_million_steps_find_the_oracle_itself() -> None:
    X, y = people(4, noise=0.0)
    theta, _ = after(X / [1, 100], y, 1e-4, 1_000_000)
    np.testing.assert_allclose(theta, [0.8, 0.3, 2.0], rtol=1e-6)


def test_gd_ends_at_the_minimum_or_after_its_last_step() -> None:
    w, steps = descent.gd(lambda w: 2 * (w - 5), 0.0, 0.1, 1e-9)
    assert w == pytest.approx(5)
    assert steps < 1000
    _, steps = descent.gd(lambda w: 3 * w, -6.0, 0.8, 1e-9, max_steps=40)
    assert steps == 40


def test_a_trained_logistic_model_has_no_slope_left() -> None:
    rng = np.random.default_rng(5)
    X = rng.standard_normal((97, 2))
    y = (X @ [2.0, -1.0] + rng.logistic(size=97) > 0).astype(int)
    w, b, history = logistic.train_logistic(X, y, 1.0, 2000)
    rest = logistic.logistic_predict(X, w, b) - y
    np.testing.assert_allclose([*(X.T @ rest), rest.sum()], 0, atol=1e-8)
    assert np.all(np.diff(history) <= 1e-15)
    assert history[0] == pytest.approx(np.log(2))


# --- the known mistakes -----------------------------------------------------------------------


def test_all_pairs_give_a_perfect_prediction_twice_the_variance() -> None:
    y = np.random.default_rng(6).standard_normal(97)
    loss, _ = part("mistakes").mean_square_loss_of_all_pairs(y, y[:, None])
    assert loss == pytest.approx(2 * y.var())


def test_every_mistake_of_the_catalogue_has_a_wrong_version() -> None:
    entries = {known.id.rstrip("abcd") for known, _ in mistakes_in(part("mistakes"))}
    linear = {f"LIN-{number:02}" for number in range(1, 13)}
    assert entries >= linear | {"LOSS-01", "LOSS-22", "LOSS-23", "LOSS-24"}


def test_no_hint_gives_a_line_of_the_solution_away() -> None:
    solution = "".join((REFERENCE / f"{name}.py").read_text() for name in PARTS)
    code = {line.strip().removeprefix("return ") for line in solution.splitlines()}
    for known, _ in mistakes_in(part("mistakes")):
        assert not [line for line in code if len(line) > 8 and line in known.hint], known.id
