"""Part 4: a narrow pulse from three neurons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks import check_composite, check_unchanged, check_value

ROWS = (7, 11)


@pytest.mark.points(3)
def test_pulse_at_five_points(student: Any, reference: Any) -> None:
    """The pulse is 0.5 outside, 0.59869 on both edges and 0.68997 inside."""
    x = np.array([0.0, 0.4, 0.45, 0.5, 1.0])
    check_value(student.delta.func_estimator, (x,), reference.delta.func_estimator, scale=1.0)
    check_value(student.delta.func_estimator, (0.45,), reference.delta.func_estimator, scale=1.0)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_pulse_layer1(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """layer1 gives both steep neurons close to their edges, in their order."""
    for n in ROWS:
        x = np.concatenate([rng.uniform(0.39, 0.41, n), rng.uniform(0.49, 0.51, n)])
        check_value(
            student.delta.layer1, (x,), reference.delta.layer1, names=("h11", "h12"), scale=1.0
        )


@pytest.mark.points(1)
@pytest.mark.hidden
def test_pulse_layer2(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """layer2 weighs the difference of its two inputs."""
    for n in ROWS:
        args = rng.uniform(0.0, 1.0, n), rng.uniform(0.0, 1.0, n)
        check_value(student.delta.layer2, args, reference.delta.layer2, scale=1.0)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_pulse_on_the_grid(student: Any, reference: Any) -> None:
    """The pulse is right on the document's grid from 0 to 3."""
    x = np.arange(0, 3, 0.001)
    parts = {"layer1": student.delta.layer1, "layer2": student.delta.layer2}
    pulse, expected = student.delta.func_estimator, reference.delta.func_estimator
    check_composite(pulse, (x,), expected, parts=parts, scale=1.0)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_pulse_elsewhere(student: Any, reference: Any, rng: np.random.Generator) -> None:
    """lo and hi move the pulse."""
    edges = {"lo": 0.7, "hi": 1.1}
    parts = {"layer1": student.delta.layer1, "layer2": student.delta.layer2}
    pulse, expected = student.delta.func_estimator, reference.delta.func_estimator
    for n in ROWS:
        x = np.concatenate([rng.uniform(0.69, 0.71, n), rng.uniform(1.09, 1.11, n)])
        check_composite(pulse, (x,), expected, parts=parts, keywords=edges)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_pulse_far_out(student: Any, reference: Any) -> None:
    """The pulse is finite and right from -10 to 10, whole numbers among them."""
    x = np.array([-10, -1, 0, 1, 10])
    check_value(student.delta.func_estimator, (x,), reference.delta.func_estimator, scale=1.0)
    check_value(student.delta.func_estimator, (x / 1.0,), reference.delta.func_estimator, scale=1.0)


@pytest.mark.points(1)
@pytest.mark.hidden
def test_pulse_leaves_its_inputs_alone(
    student: Any, reference: Any, rng: np.random.Generator
) -> None:
    """layer1, layer2 and func_estimator are right and change none of their inputs."""
    x, v = rng.uniform(0.0, 1.0, 7), rng.uniform(0.0, 1.0, 7)
    for name, args, names in (
        ("layer1", (x,), ("h11", "h12")),
        ("layer2", (x, v), ()),
        ("func_estimator", (x,), ()),
    ):
        ours, theirs = getattr(reference.delta, name), getattr(student.delta, name)
        check_unchanged(theirs, args)
        check_value(theirs, args, ours, names=names, scale=1.0)
