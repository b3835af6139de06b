"""The numbers of the handout."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_backward, check_close, check_true, inout

SAMPLES = np.array([[10.0, 20.0], [32.0, 52.0]])
MEAN, VAR = np.array([21.0, 36.0]), np.array([121.0, 256.0])
ONES, ZEROS = np.ones(2), np.zeros(2)


def out_of(function, *args):
    """The first of the two things that batchnorm_forward returns; the cache is private."""
    returned = function.keeping(1)(*args)
    check_true(
        isinstance(returned, tuple) and len(returned) == 2,
        "batchnorm_forward does not return a tuple of two: out, then its cache.",
    )
    return returned[0]


@pytest.mark.points(7)
def test_two_samples_become_minus_one_and_one(student):
    """The samples (10, 20) and (32, 52) become (-1, -1) and (1, 1), stretched and moved."""
    gamma, beta = np.array([2.0, 0.5]), np.array([1.0, -1.0])
    out = out_of(student.batchnorm_forward, SAMPLES, gamma, beta, inout({"mode": "train"}))
    check_close(out, np.array([[-1.0, -1.5], [3.0, -0.5]]), what="The output", rtol=1e-6)


@pytest.mark.points(5)
def test_running_values_after_one_batch(student):
    """One batch moves running values that were 0 by a tenth: to (2.1, 3.6) and (12.1, 25.6)."""
    bn_param = {"mode": "train", "momentum": 0.9, "running_mean": ZEROS, "running_var": ZEROS}
    student.batchnorm_forward.keeping(1)(SAMPLES, ONES, ZEROS, inout(bn_param))
    check_close(bn_param.get("running_mean"), MEAN / 10, what='bn_param["running_mean"]')
    check_close(bn_param.get("running_var"), VAR / 10, what='bn_param["running_var"]')


@pytest.mark.points(5)
def test_a_sample_in_test_mode(student):
    """In test mode (32, 20) is measured by running values, and becomes (1, -1)."""
    bn_param = {"mode": "test", "running_mean": MEAN, "running_var": VAR}
    out = out_of(student.batchnorm_forward, np.array([[32.0, 20.0]]), ONES, ZEROS, bn_param)
    check_close(out, np.array([[1.0, -1.0]]), what="The output", rtol=1e-6)


@pytest.mark.points(5)
def test_the_way_back_of_a_small_batch(student, reference, rng):
    """With 4 samples of 2 features, batchnorm_backward gives the slopes of batchnorm_forward."""
    x, gamma, beta = np.array([[1.0, 3.0], [2.0, -1.0], [4.0, 0.0], [3.0, 2.0]]), ONES * 2, ONES
    check_backward(
        student.batchnorm_forward,
        student.batchnorm_backward,
        (x, gamma, beta, inout({"mode": "train"})),
        rng=rng,
        reference=(reference.batchnorm_forward, reference.batchnorm_backward),
        names=("dx", "dgamma", "dbeta"),
    )
