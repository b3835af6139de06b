"""The way back, against slopes of the way forward, and two facts about it."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_backward, check_close, check_true, inout


@pytest.mark.points(14)
@pytest.mark.hidden
def test_batchnorm_backward(student, reference, rng):
    """batchnorm_backward gives the slopes of batchnorm_forward in x, gamma and beta."""
    for N, D in ((7, 5), (11, 3)):
        x = rng.uniform(1, 5, size=D) * rng.standard_normal((N, D)) + rng.uniform(-4, 4, size=D)
        gamma, beta = rng.uniform(0.5, 2, size=D), rng.standard_normal(D)
        check_backward(
            student.batchnorm_forward,
            student.batchnorm_backward,
            (x, gamma, beta, inout({"mode": "train"})),
            rng=rng,
            reference=(reference.batchnorm_forward, reference.batchnorm_backward),
            names=("dx", "dgamma", "dbeta"),
        )


@pytest.mark.points(4)
@pytest.mark.hidden
@pytest.mark.needs("test_the_way_back_of_a_small_batch")
def test_moving_or_stretching_a_feature_changes_nothing(student, reference, rng):
    """Each column of dx sums to 0, and so does dx times the normalised x, but for eps."""
    x, gamma, dout = rng.standard_normal((7, 3)), rng.uniform(0.5, 2, size=3), rng.random((7, 3))
    bn_param = {"mode": "train", "eps": 1e-12}
    _, cache = student.batchnorm_forward(x, gamma, np.zeros(3), inout(bn_param))
    gradients = student.batchnorm_backward(dout, cache)
    check_true(
        isinstance(gradients, tuple) and len(gradients) == 3,
        "batchnorm_backward does not return a tuple of three: dx, dgamma, dbeta.",
    )
    _, ours = reference.batchnorm_forward(x, gamma, np.zeros(3), dict(bn_param))
    dx, _, _ = reference.batchnorm_backward(dout, ours)
    check_close(gradients[0], dx, what="dx of batchnorm_backward")
    xhat = (x - x.mean(axis=0)) / x.std(axis=0)
    zeros = np.zeros(3)
    check_close(np.sum(gradients[0], axis=0), zeros, what="the sum of dx", scale=1.0)
    check_close(
        np.sum(gradients[0] * xhat, axis=0), zeros, what="the sum of dx · x̂", scale=1.0, atol=1e-9
    )
