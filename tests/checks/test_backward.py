"""check_backward: a backward pass against differences of its own forward pass."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks import check_backward
from grader.checks.calls.unattributed import is_unattributed
from grader.evidence import EvidenceKind
from tests.checks.failures import only_evidence_of
from tests.checks.losses import Affine, Floats, affine_backward, affine_forward

RIGHT = (affine_forward, affine_backward)
NAMES = ("dx", "dw", "db")


def arguments(N: int = 7, D: int = 5, K: int = 3) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(N)
    return rng.standard_normal((N, D)), rng.standard_normal((D, K)), rng.standard_normal(K)


def changed(place: int, change: Any) -> Any:
    """The affine backward pass with one gradient changed."""

    def backward(dout: Floats, cache: Affine) -> tuple[Floats, ...]:
        gradients = list(affine_backward(dout, cache))
        gradients[place] = change(gradients[place])
        return tuple(gradients)

    return backward


@pytest.mark.parametrize("reference", [None, RIGHT])
@pytest.mark.parametrize("N", [7, 11, 101])
def test_a_right_backward_pass_passes_and_its_gradients_come_back(N: int, reference: Any) -> None:
    rng = np.random.default_rng(0)
    got = check_backward(
        affine_forward, affine_backward, arguments(N), rng=rng, reference=reference
    )
    assert [gradient.shape for gradient in got] == [(N, 5), (5, 3), (3,)]


def test_one_gradient_comes_without_a_tuple() -> None:
    def relu_forward(x: Floats) -> tuple[Floats, Floats]:
        return np.maximum(x, 0), x

    def relu_backward(dout: Floats, cache: Floats) -> Floats:
        return dout * (cache > 0)

    x = np.random.default_rng(1).standard_normal((7, 5))
    x[2, 2] = 0.0
    rng = np.random.default_rng(0)
    reference = (relu_forward, relu_backward)
    check_backward(relu_forward, relu_backward, (x,), wrt=0, rng=rng, reference=reference)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("change", [lambda g: -g, lambda g: g / 7, lambda g: 1.01 * g])
def test_a_wrong_gradient_is_named(place: int, change: Any) -> None:
    found = only_evidence_of(
        check_backward,
        affine_forward,
        changed(place, change),
        arguments(),
        rng=np.random.default_rng(0),
        reference=RIGHT,
        names=NAMES,
    )
    assert found.kind is EvidenceKind.GRADIENT
    right, also_right = (name for name in NAMES if name != NAMES[place])
    assert found.summary == (
        f"{NAMES[place]} of backward is not the derivative of its own forward pass, "
        f"which is right; {right} and {also_right} are right."
    )


def test_a_report_is_to_name_backward_and_not_the_forward_passes_that_measure_it() -> None:
    called: list[bool] = []

    def forward(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Affine]:
        called.append(is_unattributed())
        return affine_forward(x, w, b)

    check_backward(forward, affine_backward, arguments(), rng=np.random.default_rng(0))
    assert called[0] is False
    assert called[1:]
    assert all(called[1:])


def test_a_sum_that_hides_a_zero_gradient_is_not_used() -> None:
    """The upstream gradient is random: with ones, softmax has the gradient 0."""

    def forward(z: Floats) -> tuple[Floats, Floats]:
        p = np.exp(z) / np.exp(z).sum()
        return p, p

    x = np.random.default_rng(1).standard_normal(5)
    rng = np.random.default_rng(0)
    found = only_evidence_of(check_backward, forward, lambda dout, p: 0 * p, (x,), wrt=0, rng=rng)
    assert found.kind is EvidenceKind.GRADIENT


def test_right_for_a_wrong_forward_pass_is_told_so() -> None:
    def forward(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Affine]:
        return x @ w - b, (x, w)

    found = only_evidence_of(
        check_backward,
        forward,
        changed(2, lambda db: -db),
        arguments(),
        rng=np.random.default_rng(0),
        reference=RIGHT,
    )
    assert found.kind is EvidenceKind.VALUE
    assert "the gradients are the right derivatives of it" in found.summary


def test_the_cache_may_be_an_object_of_any_kind() -> None:
    class Cache:
        def __init__(self, x: Floats) -> None:
            self.x = x

    def forward(x: Floats) -> tuple[Floats, Cache]:
        return x**3, Cache(x)

    def backward(dout: Floats, cache: Cache) -> Floats:
        return np.asarray(3 * cache.x**2 * dout)

    x = np.random.default_rng(0).standard_normal((3, 5))
    check_backward(forward, backward, (x,), wrt=0, rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    ("forward", "backward", "kind"),
    [
        (lambda x: x, lambda dout, cache: dout, EvidenceKind.TYPE),
        (lambda x: (x.tolist(), None), lambda dout, cache: dout, EvidenceKind.TYPE),
        (lambda x: (x.astype(np.float32), None), lambda dout, cache: dout, EvidenceKind.DTYPE),
        (lambda x: (x, None), lambda dout, cache: (dout,), EvidenceKind.TYPE),
        (lambda x: (x, None), lambda dout, cache: dout[0], EvidenceKind.SHAPE),
        (lambda x: (x, None), lambda dout, cache: None, EvidenceKind.TYPE),
        (lambda x: (x * np.nan, None), lambda dout, cache: dout, EvidenceKind.UNUSABLE),
    ],
)
def test_the_form_is_looked_at_first(forward: Any, backward: Any, kind: EvidenceKind) -> None:
    rng = np.random.default_rng(0)
    found = only_evidence_of(check_backward, forward, backward, (np.ones((3, 2)),), wrt=0, rng=rng)
    assert found.kind is kind


def test_a_tuple_of_another_length_says_which_gradients_belong_there() -> None:
    found = only_evidence_of(
        check_backward,
        affine_forward,
        lambda dout, cache: affine_backward(dout, cache)[:2],
        arguments(),
        rng=np.random.default_rng(0),
        names=NAMES,
    )
    assert "(dx, dw, db), a tuple of 3" in found.summary


def test_an_output_of_another_shape_than_the_reference_ends_the_check() -> None:
    def forward(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Affine]:
        return (x @ w + b).T, (x, w)

    found = only_evidence_of(
        check_backward,
        forward,
        affine_backward,
        arguments(),
        rng=np.random.default_rng(0),
        reference=RIGHT,
    )
    assert found.kind is EvidenceKind.SHAPE


def test_the_generator_moves_on_alike_whatever_the_submission_returns() -> None:
    after = []
    for columns in (3, 4):
        rng = np.random.default_rng(0)
        args = np.ones((7, 5)), np.ones((5, columns)), np.ones(columns)
        check_backward(affine_forward, affine_backward, args, rng=rng)
        after.append(rng.random())
    assert after[0] == after[1]
