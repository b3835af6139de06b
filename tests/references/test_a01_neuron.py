"""The printed numbers of one neuron, XOR and the pulse, and what the checks of a01 rest on."""

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

REFERENCE = Path(__file__).parents[2] / "reference" / "a01_neuron"
PARTS = ("neuron", "perceptron", "xor", "delta")
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
FAR = np.array([-1e4, -800.0, 800.0, 1e4])


def part(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"a01_{name}", REFERENCE / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(REFERENCE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


neuron, perceptron, xor, delta = (part(name) for name in PARTS)


def wrong(w: NDArray[np.float64], b: float, x: NDArray[np.float64], y: object) -> int:
    return int(np.sum((x @ w + b >= 0) != y))


# --- one neuron -------------------------------------------------------------------------------


def test_the_unit_with_four_pixels_gives_0_354344() -> None:
    pixels, w = np.array([[0.1, 0.3, 0.2, 0.1]]), np.array([0.3, 0.2, 0.4, 0.3])
    assert neuron.neuron_forward(pixels, w, -0.8) == pytest.approx(0.354344, abs=5e-7)


def test_the_unit_of_the_lecture_gives_0_0024726() -> None:
    x, w = np.array([[-1.0, 2.0]]), np.array([3.0, -2.0])
    assert neuron.neuron_forward(x, w, 1.0) == pytest.approx(0.0024726, abs=5e-8)


@pytest.mark.parametrize("module", [neuron, xor, delta], ids=lambda module: module.__name__)
def test_no_sigmoid_warns_or_loses_a_value_far_out(module: ModuleType) -> None:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_array_equal(module.sigmoid(FAR), [0.0, 0.0, 1.0, 1.0])


def test_the_sign_of_z_decides_the_side_of_one_half() -> None:
    rng = np.random.default_rng(1)
    x, w, b = rng.standard_normal((97, 3)), rng.standard_normal(3), rng.standard_normal()
    above = neuron.neuron_forward(x, w, b) > 0.5
    np.testing.assert_array_equal(neuron.side(x, w, b), np.where(above, 1, -1))


# --- XOR and the pulse ------------------------------------------------------------------------


def test_xor_gives_the_printed_table() -> None:
    values = [float(xor.xor(a, b)) for a, b in CORNERS]
    assert [f"{value:.2f}" for value in values] == ["0.00", "1.00", "1.00", "0.00"]
    assert values == pytest.approx([4.54e-5, 0.999955, 0.999955, 4.54e-5], rel=1e-3)


def test_the_pulse_stands_on_one_half_and_is_0_68997_high() -> None:
    pulse = delta.func_estimator(np.array([0.0, 0.4, 0.42, 0.45, 0.48, 0.5, 1.0, 3.0]))
    expected = [0.5, 0.598688, 0.689974, 0.689974, 0.689974, 0.598688, 0.5, 0.5]
    np.testing.assert_allclose(pulse, expected, atol=1e-6)


def test_the_pulse_is_narrow_on_the_grid_of_the_document() -> None:
    x = np.arange(0, 3, 0.001)
    raised = x[delta.func_estimator(x) > 0.55]
    assert raised.min() == pytest.approx(0.4, abs=2e-3)
    assert raised.max() == pytest.approx(0.5, abs=2e-3)


# --- the perceptron ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "passes"), [([0, 0, 0, 1], 6), ([0, 1, 1, 1], 4)], ids=["and", "or"]
)
def test_the_perceptron_learns_and_and_or(labels: list[int], passes: int) -> None:
    w, b, mistakes = perceptron.perceptron_train(CORNERS, np.array(labels))
    assert wrong(w, b, CORNERS, labels) == 0
    assert mistakes[-1] == 0
    assert len(mistakes) == passes


def test_the_perceptron_never_learns_xor_within_100_passes() -> None:
    _, _, mistakes = perceptron.perceptron_train(CORNERS, np.array([0, 1, 1, 0]))
    assert len(mistakes) == 100
    assert min(mistakes) > 0


weights = st.floats(0.1, 10)
distances = st.floats(0, 100)


@given(w1=weights, w2=weights, between=st.floats(0.05, 0.95), right=distances, up=distances)
def test_every_line_that_says_and_at_the_corners_says_the_same_beyond_them(
    w1: float, w2: float, between: float, right: float, up: float
) -> None:
    w, b = np.array([w1, w2]), -max(w1, w2) - between * min(w1, w2)
    beyond = CORNERS + np.array([right, up]) * np.array([[-1], [-1], [-1], [1]])
    assert wrong(w, b, CORNERS, [0, 0, 0, 1]) == 0
    assert wrong(w, b, beyond, [0, 0, 0, 1]) == 0


# --- the known mistakes -----------------------------------------------------------------------


def test_the_bare_exponential_cannot_be_told_apart_by_its_values() -> None:
    mistakes = part("mistakes")
    assert set(mistakes.EQUIVALENT) == {"ACT-03b"}
    z = np.concatenate([np.linspace(-1000, 1000, 4001), FAR])
    np.testing.assert_allclose(
        mistakes.sigmoid_with_a_bare_exponential(z), neuron.sigmoid(z), rtol=1e-9, atol=1e-12
    )


def test_every_mistake_of_the_catalogue_has_a_wrong_version() -> None:
    entries = {known.id.rstrip("abcdefg") for known, _ in mistakes_in(part("mistakes"))}
    assert entries >= {"ACT-01", "ACT-02", "ACT-03", "ACT-13", "ACT-14", "ACT-15", "ACT-16"}


def test_no_hint_gives_a_line_of_the_solution_away() -> None:
    solution = "".join((REFERENCE / f"{name}.py").read_text() for name in PARTS)
    code = {line.strip().removeprefix("return ") for line in solution.splitlines()}
    for known, _ in mistakes_in(part("mistakes")):
        assert not [line for line in code if len(line) > 8 and line in known.hint], known.id
