"""Random batches of two sizes, running values, test mode, and features of unusual size."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_close, check_true, inout

SIZES = (7, 5), (11, 3)  # samples and features


def layer(rng, N, D):
    """A batch whose features differ in mean and spread, and a gamma and beta for them."""
    x = rng.uniform(1, 5, size=D) * (rng.standard_normal((N, D)) + rng.uniform(-4, 4, size=D))
    return x, rng.uniform(0.5, 2, size=D), rng.standard_normal(D)


def check_out(student, reference, x, gamma, beta, bn_param, rtol=1e-9):
    """`out` is that of the reference, and the running values are not looked at."""
    returned = student.batchnorm_forward.keeping(1)(x, gamma, beta, inout(dict(bn_param)))
    check_true(
        isinstance(returned, tuple) and len(returned) == 2,
        "batchnorm_forward does not return a tuple of two: out, then its cache.",
    )
    expected, _ = reference.batchnorm_forward(x, gamma, beta, dict(bn_param))
    check_close(returned[0], expected, what="The output of batchnorm_forward", rtol=rtol)
    return returned[0]


@pytest.mark.points(9)
@pytest.mark.hidden
def test_out_of_a_batch(student, reference, rng):
    """In train mode every feature is normalised by its own mean and variance in the batch."""
    for N, D in SIZES:
        check_out(student, reference, *layer(rng, N, D), {"mode": "train"})


@pytest.mark.points(7)
@pytest.mark.hidden
def test_running_values_after_three_batches(student, reference, rng):
    """Three batches of different sizes leave their traces in the running values."""
    ours, theirs = {"mode": "train"}, {"mode": "train"}
    for N in (7, 11, 5):
        x, gamma, beta = layer(rng, N, 3)
        reference.batchnorm_forward(x, gamma, beta, ours)
        student.batchnorm_forward.keeping(1)(x, gamma, beta, inout(theirs))
    for name in ("running_mean", "running_var"):
        check_true(name in theirs, f"After three batches there is no {name} in bn_param.")
        check_close(theirs[name], ours[name], what=f"The {name} after three batches")


@pytest.mark.points(4)
@pytest.mark.hidden
def test_eps_and_momentum_of_the_caller(student, reference, rng):
    """An eps of 0.1 and a momentum of 0.7 are used when bn_param has them."""
    x, gamma, beta = layer(rng, 7, 5)
    ours = {"mode": "train", "eps": 0.1, "momentum": 0.7}
    ours |= {"running_mean": rng.standard_normal(5), "running_var": rng.uniform(1, 3, size=5)}
    theirs = dict(ours)
    check_out(student, reference, x, gamma, beta, ours)
    reference.batchnorm_forward(x, gamma, beta, ours)
    student.batchnorm_forward.keeping(1)(x, gamma, beta, inout(theirs))
    for name in ("running_mean", "running_var"):
        check_close(theirs.get(name), ours[name], what=f"The {name} with a momentum of 0.7")


@pytest.mark.points(5)
@pytest.mark.hidden
def test_out_in_test_mode(student, reference, rng):
    """In test mode the running values are used, whatever the batch."""
    for N, D in SIZES:
        x, gamma, beta = layer(rng, N, D)
        running = {"running_mean": rng.standard_normal(D), "running_var": rng.uniform(1, 9, size=D)}
        check_out(student, reference, x, gamma, beta, {"mode": "test", **running})


@pytest.mark.points(3)
@pytest.mark.hidden
def test_gamma_and_beta_can_undo_it(student, reference, rng):
    """With gamma = sqrt(var + eps) and beta = mean, out is x again."""
    x, _, _ = layer(rng, 7, 5)
    bn_param = {"mode": "train", "eps": 1e-5}
    out = check_out(student, reference, x, np.sqrt(x.var(axis=0) + 1e-5), x.mean(axis=0), bn_param)
    check_close(out, x, what="The output that undoes it")


@pytest.mark.points(4)
@pytest.mark.hidden
def test_a_feature_that_hardly_varies(student, reference, rng):
    """With a variance of a millionth, eps is felt, and it belongs under the root."""
    x, gamma, beta = layer(rng, 7, 3)
    x[:, 1] = 1e-3 * rng.standard_normal(7)
    check_out(student, reference, x, gamma, beta, {"mode": "train"})


@pytest.mark.points(2)
@pytest.mark.hidden
def test_a_feature_that_never_changes(student, reference, rng):
    """A constant feature becomes beta, without a division by 0."""
    x, gamma, beta = layer(rng, 7, 3)
    x[:, 2] = 4.0
    out = check_out(student, reference, x, gamma, beta, {"mode": "train"})
    check_close(out[:, 2], np.full(7, beta[2]), what="The output of a constant feature")


@pytest.mark.points(4)
@pytest.mark.hidden
def test_a_feature_far_from_zero(student, reference, rng):
    """A mean of a hundred million does not hide a spread of 1; out has six right digits."""
    x, gamma, beta = layer(rng, 11, 3)
    x[:, 0] = 1e8 + rng.standard_normal(11)
    check_out(student, reference, x, gamma, beta, {"mode": "train"}, rtol=1e-6)
