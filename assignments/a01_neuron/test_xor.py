"""Part 3: exclusive or from three neurons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks import check_composite, check_unchanged, check_value

A = np.array([0.0, 0.0, 1.0, 1.0])
B = np.array([0.0, 1.0, 0.0, 1.0])
SHAPES = ((7,), (11, 3))


@pytest.mark.points(3)
def test_xor_table(student: Any) -> None:
    """xor is 0, 1, 1, 0 within 0.0001 at the four corners, for arrays and for numbers."""
    table = np.array([0.0, 1.0, 1.0, 0.0])
    check_value(student.xor.xor, (A, B), table, rtol=0.0, atol=1e-4)
    check_value(student.xor.xor, (0, 1), 1.0, rtol=0.0, atol=1e-4)
    check_value(student.xor.xor, (1, 0), 1.0, rtol=0.0, atol=1e-4)


@pytest.mark.points(2)
def test_xor_between_the_corners(student: Any, reference: Any) -> None:
    """xor between the corners is what the formula gives; no table has an entry for (0.75, 0.75)."""
    check_value(student.xor.xor, (0.75, 0.75), reference.xor.xor, scale=1.0)
    check_value(student.xor.xor, (0.25, 0.1), reference.xor.xor, scale=1.0)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_xor_layer1(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """layer1 gives the outputs of both hidden neurons, in their order and for every shape."""
    for shape in SHAPES:
        args = rng.uniform(-0.5, 1.5, shape), rng.uniform(-0.5, 1.5, shape)
        check_value(student.xor.layer1, args, reference.xor.layer1, names=("h11", "h12"), scale=1.0)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_xor_layer2(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """layer2 is the output neuron, for every shape."""
    for shape in SHAPES:
        args = rng.uniform(0.0, 1.0, shape), rng.uniform(0.0, 1.0, shape)
        check_value(student.xor.layer2, args, reference.xor.layer2, scale=1.0)


@pytest.mark.points(3)
@pytest.mark.hidden
def test_xor_everywhere(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """xor is right on many points of the plane."""
    for shape in SHAPES:
        args = rng.uniform(-0.5, 1.5, shape), rng.uniform(-0.5, 1.5, shape)
        parts = {"layer1": student.xor.layer1, "layer2": student.xor.layer2}
        check_composite(student.xor.xor, args, reference.xor.xor, parts=parts, scale=1.0)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_xor_far_out(student: Any, reference: Any) -> None:
    """xor is finite and right for inputs as large as 500, whole numbers among them."""
    a, b = np.array([-500, -500, 500, 500]), np.array([-500, 500, -500, 500])
    check_value(student.xor.xor, (a, b), reference.xor.xor, scale=1.0)
    check_value(student.xor.xor, (1.0 * a, 0.0 * b), reference.xor.xor, scale=1.0)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_xor_leaves_its_inputs_alone(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """layer1, layer2 and xor are right and change none of their inputs."""
    args = rng.uniform(0.0, 1.0, 7), rng.uniform(0.0, 1.0, 7)
    for name, names in {"layer1": ("h11", "h12"), "layer2": (), "xor": ()}.items():
        ours, theirs = getattr(reference.xor, name), getattr(student.xor, name)
        check_unchanged(theirs, args)
        check_value(theirs, args, ours, names=names, scale=1.0)
