"""The way back, against slopes of the way forward, and two facts about it."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_backward, check_close, check_true, inout


@pytest.mark.points(12)
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
def test_moving_or_stretching_a_feature_changes_nothing(student, reference, rng):
    """Each column of dx sums to 0, and so does dx times the normalised x, but for eps."""
    x, gamma, dout = rng.standard_normal((7, 3)), rng.uniform(0.5, 2, size=3), rng.random((7, 3))
    functions = student.batchnorm_forward.keeping(1), student.batchnorm_backward
    dx, _, _ = gradients_of(*functions, x, gamma, dout)
    xhat, zeros = (x - x.mean(axis=0)) / x.std(axis=0), np.zeros(3)
    check_close(np.sum(dx, axis=0), zeros, what="The sum of dx over the samples", atol=1e-10)
    check_close(
        np.sum(dx * xhat, axis=0), zeros, what="The sum of dx · x̂ over the samples", atol=1e-9
    )
    functions = reference.batchnorm_forward, reference.batchnorm_backward
    expected, _, _ = gradients_of(*functions, x, gamma, dout)
    check_close(dx, expected, what="dx of batchnorm_backward")


def gradients_of(forward, backward, x, gamma, dout):
    """What `backward` returns after a `forward` with a tiny eps."""
    bn_param = {"mode": "train", "eps": 1e-12}
    _, cache = forward(x, gamma, np.zeros(3), inout(bn_param))
    gradients = backward(dout, cache)
    check_true(
        isinstance(gradients, tuple) and len(gradients) == 3,
        "batchnorm_backward does not return a tuple of three: dx, dgamma, dbeta.",
    )
    return gradients
