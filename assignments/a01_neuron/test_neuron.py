"""Part 1: one neuron, a layer of neurons, and the side of a line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import check_unchanged, check_value

SIZES = ((7, 5, 3), (11, 3, 5))  # rows, inputs, units


def cube(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """An activation that no student has built in."""
    return z**3


@pytest.mark.points(2)
def test_sigmoid(student: Any, reference: Any) -> None:
    """sigmoid is 0.5 at 0, and takes numbers and arrays alike."""
    check_value(
        student.neuron.sigmoid, (np.array([-2.0, 0.0, 0.5, 2.0]),), reference.neuron.sigmoid
    )
    check_value(student.neuron.sigmoid, (0.0,), 0.5)


@pytest.mark.points(2)
def test_step(student: Any) -> None:
    """step is 0 below zero, and 1 at zero and above."""
    z = np.array([-3.0, -0.5, 0.0, 0.5, 3.0])
    check_value(student.neuron.step, (z,), np.array([0, 0, 1, 1, 1]), dtypes="any")


@pytest.mark.points(2)
def test_neuron_with_four_pixels(student: Any, reference: Any) -> None:
    """The neuron with four pixels gives 0.354344."""
    pixels = np.array([[0.1, 0.3, 0.2, 0.1]])
    w, b = np.array([0.3, 0.2, 0.4, 0.3]), -0.8
    check_value(
        student.neuron.neuron_forward, (pixels, w, b), reference.neuron.neuron_forward, scale=1.0
    )


@pytest.mark.points(2)
def test_neuron_of_the_lecture(student: Any, reference: Any) -> None:
    """The neuron 1 + 3 x1 - 2 x2 of the lecture gives 0.0024726 at (-1, 2)."""
    x, w, b = np.array([[-1.0, 2.0]]), np.array([3.0, -2.0]), 1.0
    check_value(
        student.neuron.neuron_forward, (x, w, b), reference.neuron.neuron_forward, scale=1.0
    )


@pytest.mark.points(2)
def test_dense_with_two_neurons(student: Any, reference: Any) -> None:
    """Two neurons on the same three inputs give two outputs."""
    x = np.array([[1.0, 2.0, -1.0]])
    W = np.array([[0.5, -1.0], [0.25, 0.5], [1.0, 2.0]])
    b = np.array([0.5, 1.5])
    check_value(student.neuron.dense_forward, (x, W, b), reference.neuron.dense_forward, scale=1.0)


@pytest.mark.points(2)
def test_side_of_the_lecture(student: Any) -> None:
    """Below, on and above the line 1 + 3 x1 - 2 x2 = 0, side says -1, 0 and +1."""
    x = np.array([[-1.0, 2.0], [1.0, 2.0], [1.0, 1.0]])
    expected = np.array([-1, 0, 1])
    check_value(student.neuron.side, (x, np.array([3.0, -2.0]), 1.0), expected, dtypes="any")


@pytest.mark.points(2)
def test_sigmoid_far_out(student: Any, reference: Any) -> None:
    """sigmoid is finite and right at -10000 and at 10000."""
    z = np.array([-1e4, -800.0, 800.0, 1e4])
    check_value(student.neuron.sigmoid, (z,), reference.neuron.sigmoid, scale=1.0)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_neuron_on_many_rows(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """neuron_forward is right for many rows, in two sizes."""
    for n, d, _ in SIZES:
        args = rng.standard_normal((n, d)), rng.standard_normal(d), rng.standard_normal()
        check_value(student.neuron.neuron_forward, args, reference.neuron.neuron_forward, scale=1.0)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_dense_on_many_rows(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """dense_forward is right for many rows, in two sizes."""
    for n, d, k in SIZES:
        args = rng.standard_normal((n, d)), rng.standard_normal((d, k)), rng.standard_normal(k)
        check_value(student.neuron.dense_forward, args, reference.neuron.dense_forward, scale=1.0)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_another_activation(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """neuron_forward and dense_forward use the activation that they are given."""
    x, W, b = rng.standard_normal((7, 5)), rng.standard_normal((5, 3)), rng.standard_normal(3)
    ours = {"activation": cube}
    one = x, W[:, 0], b[0]
    check_value(
        student.neuron.neuron_forward,
        one,
        reference.neuron.neuron_forward,
        keywords=ours,
        scale=1.0,
    )
    check_value(
        student.neuron.dense_forward, (x, W, b), reference.neuron.dense_forward, keywords=ours
    )


@pytest.mark.points(2)
@pytest.mark.hidden
def test_side_of_many_points(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """side is right for many points, in two sizes."""
    for n, d, _ in SIZES:
        args = rng.standard_normal((n, d)), rng.standard_normal(d), rng.standard_normal()
        check_value(student.neuron.side, args, reference.neuron.side, dtypes="any")


@pytest.mark.points(2)
@pytest.mark.hidden
def test_neuron_leaves_its_inputs_alone(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """The functions of part 1 are right and change none of their inputs."""
    x, W, b = rng.standard_normal((7, 5)), rng.standard_normal((5, 3)), rng.standard_normal(3)
    one, layer = (x, W[:, 0].copy(), float(b[0])), (x, W, b)
    calls = {"sigmoid": (x,), "step": (x,), "side": one, "neuron_forward": one}
    for name, args in {**calls, "dense_forward": layer}.items():
        check_unchanged(getattr(student.neuron, name), args, names=("x", "w", "b"))
        check_value(
            getattr(student.neuron, name), args, getattr(reference.neuron, name), dtypes="any"
        )


@pytest.mark.points(2)
@pytest.mark.hidden
def test_neuron_takes_integers(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """neuron_forward and dense_forward give fractions for integer inputs, too."""
    x, W, b = rng.integers(-2, 3, (7, 5)), rng.integers(-2, 3, (5, 3)), rng.integers(1, 4, 3)
    one = x, W[:, 0].copy(), int(b[0])
    check_value(student.neuron.neuron_forward, one, reference.neuron.neuron_forward, scale=1.0)
    check_value(student.neuron.dense_forward, (x, W, b), reference.neuron.dense_forward, scale=1.0)
