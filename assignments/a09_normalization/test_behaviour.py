"""What may change and what may not, one sample alone, whole numbers, statistics of the output."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_close, check_unchanged, check_value, inout

RUNNING = {
    "running_mean": np.array([0.5, -1.0, 2.0]),
    "running_var": np.array([1.0, 4.0, 0.25]),
}


@pytest.mark.points(3)
@pytest.mark.hidden
def test_a_sample_does_not_depend_on_its_neighbours(student, reference, rng):
    """In test mode a sample alone gets the same answer as within a batch."""
    x, gamma, beta = rng.standard_normal((7, 3)), rng.uniform(0.5, 2, size=3), np.ones(3)
    bn_param = {"mode": "test", **RUNNING}
    together, _ = reference.batchnorm_forward(x, gamma, beta, dict(bn_param))
    for i in range(7):
        row = x[i : i + 1], gamma, beta, inout(dict(bn_param))
        alone, _ = student.batchnorm_forward.keeping(1)(*row)
        check_close(alone, together[i : i + 1], what="The output of one sample alone")


@pytest.mark.points(3)
@pytest.mark.hidden
@pytest.mark.needs("test_a_sample_in_test_mode")
def test_test_mode_remembers_nothing(student, rng):
    """In test mode nothing is changed: not the running values, nor x, gamma and beta."""
    x, gamma, beta = rng.standard_normal((7, 3)), rng.uniform(0.5, 2, size=3), np.ones(3)
    names = ("x", "gamma", "beta", "bn_param")
    args = x, gamma, beta, {"mode": "test", "eps": 1e-5, "momentum": 0.9, **RUNNING}
    check_unchanged(student.batchnorm_forward.keeping(1), args, names=names)


@pytest.mark.points(3)
@pytest.mark.hidden
@pytest.mark.needs("test_two_samples_become_minus_one_and_one")
def test_arrays_are_left_alone(student, rng):
    """In train mode bn_param is updated, and x, gamma and beta are left as they were."""
    x, gamma, beta = rng.standard_normal((7, 3)), rng.uniform(0.5, 2, size=3), np.ones(3)
    args = x, gamma, beta, inout({"mode": "train", **RUNNING})
    check_unchanged(
        student.batchnorm_forward.keeping(1), args, names=("x", "gamma", "beta", "bn_param")
    )


@pytest.mark.points(2)
@pytest.mark.hidden
def test_whole_numbers(student, reference, rng):
    """Whole numbers are normalised like floats."""
    x, gamma, beta = rng.integers(-9, 9, size=(7, 3)), np.ones(3), np.zeros(3)
    expected, _ = reference.batchnorm_forward(x.astype(float), gamma, beta, {"mode": "train"})
    out, _ = student.batchnorm_forward.keeping(1)(x, gamma, beta, inout({"mode": "train"}))
    check_close(out, expected, what="The output of whole numbers")


@pytest.mark.points(3)
@pytest.mark.hidden
def test_statistics_of_the_output(student, rng):
    """Whatever came in, each feature goes out with mean beta and spread gamma."""
    x = rng.exponential(rng.uniform(2, 9, size=5), size=(200, 5)) + 3
    gamma, beta = rng.uniform(0.5, 2, size=5), rng.uniform(1, 3, size=5)

    def statistics(x, gamma, beta):
        out, _ = student.batchnorm_forward.keeping(1)(x, gamma, beta, inout({"mode": "train"}))
        return np.mean(out, axis=0), np.std(out, axis=0)

    names = ("The mean", "The spread")
    expected = beta, gamma * np.sqrt(x.var(axis=0) / (x.var(axis=0) + 1e-5))
    check_value(statistics, (x, gamma, beta), expected, names=names, what="the output")
