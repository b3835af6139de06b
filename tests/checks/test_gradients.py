"""check_gradient: the gradient of a loss against differences of that loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import check_gradient
from grader.errors import CourseError
from grader.evidence import EvidenceKind
from tests.checks.failures import evidence_of, only_evidence_of
from tests.checks.losses import Floats, drawn, hinge_loss, linear_softmax_loss

SIZES = [{"D": 5, "K": 3, "N": 7}, {"D": 20, "K": 3, "N": 11}, {"D": 150, "K": 3, "N": 7}]
Loss = Callable[..., tuple[float, Floats]]


def with_gradient(change: Callable[[Floats], Floats], loss: Loss = linear_softmax_loss) -> Loss:
    """The same loss with another gradient."""

    def changed(*args: Any) -> tuple[float, Floats]:
        value, gradient = loss(*args)
        return value, change(gradient)

    return changed


def one_entry(factor: float, place: int = 3) -> Callable[[Floats], Floats]:
    def change(gradient: Floats) -> Floats:
        gradient = gradient.copy()
        gradient.flat[place] *= factor
        return gradient

    return change


# --- right gradients --------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("reference", [None, linear_softmax_loss])
def test_a_right_gradient_passes_and_comes_back(size: dict[str, int], reference: Any) -> None:
    loss, gradient = check_gradient(linear_softmax_loss, drawn(**size), reference=reference)
    assert isinstance(loss, float)
    assert gradient.shape == (size["D"], size["K"])


def test_gradients_by_several_arguments_are_checked_each() -> None:
    def product(a: Floats, b: float, factor: float = 1.0) -> tuple[float, Floats, float]:
        return float(np.sum(a**2) * b), 2 * a * b, factor * float(np.sum(a**2))

    args = (np.array([1.0, -2.0, 3.0]), 0.7)
    check_gradient(product, args, wrt=(0, 1), gradient=(1, 2), reference=product)
    found = only_evidence_of(
        check_gradient,
        product,
        args,
        wrt=(0, 1),
        gradient=(1, 2),
        keywords={"factor": 1.01},
        names=("da", "db"),
    )
    assert found.summary == "db of product is not the derivative of its own loss; da is right."


def test_the_loss_and_the_gradient_may_stand_anywhere() -> None:
    def backwards(x: Floats) -> tuple[str, Floats, float]:
        return "x", 2 * x, float(x @ x)

    check_gradient(backwards, (np.arange(3.0),), loss=2, gradient=1)


@pytest.mark.parametrize("at", [0.0, 1e-7, -1e-7, 5e-7, 3e-6, -3e-6])
def test_a_kink_is_no_false_alarm(at: float) -> None:
    x = np.random.default_rng(0).standard_normal(30)
    x[[4, 17]] = at
    check_gradient(hinge_loss, (x,), reference=hinge_loss)


def test_a_gradient_at_a_kink_must_lie_between_the_slopes_of_both_sides() -> None:
    x = np.random.default_rng(0).standard_normal(30)
    x[4] = 0.0

    def beyond(x: Floats) -> tuple[float, Floats]:
        value, gradient = hinge_loss(x)
        return value, np.where(x == 0, -1.0, gradient)

    assert only_evidence_of(check_gradient, beyond, (x,)).places[0].index == (4,)


def test_strong_curvature_is_no_false_alarm() -> None:
    p = np.array([0.002, 0.3, 0.05])
    check_gradient(lambda p: (float(-np.log(p).sum()), -1 / p), (p,))


def test_a_gradient_of_rounding_noise_around_zero_passes() -> None:
    def centred(b: Floats) -> tuple[float, Floats]:
        return float(np.sum((b - b.mean()) * 0.0) + 2.5), np.full_like(b, 1e-17)

    check_gradient(centred, (np.random.default_rng(0).standard_normal(7),))


# --- wrong gradients --------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    "change",
    [
        one_entry(1.5),
        one_entry(-1.0),
        lambda g: -g,
        lambda g: 1.01 * g,
        lambda g: 7 * g,
        lambda g: 0 * g,
        lambda g: np.roll(g, 1, axis=0),
    ],
    ids=["one entry", "one sign", "sign", "one percent", "missing 1/N", "zero", "rolled"],
)
def test_a_wrong_gradient_is_seen_at_every_size(size: dict[str, int], change: Any) -> None:
    for reference in (None, linear_softmax_loss):
        found = only_evidence_of(
            check_gradient, with_gradient(change), drawn(**size), reference=reference
        )
        assert found.kind is EvidenceKind.GRADIENT


@settings(max_examples=15)
@given(st.integers(0, 59), st.integers(0, 1000))
def test_one_percent_in_one_entry_of_sixty_is_seen(place: int, seed: int) -> None:
    args = drawn(D=20, K=3, N=7, seed=seed)
    found = only_evidence_of(check_gradient, with_gradient(one_entry(1.01, place)), args)
    assert found.places[0].index == tuple(np.unravel_index(place, (20, 3)))


@pytest.mark.parametrize("place", range(0, 2100, 419))
def test_one_wrong_entry_of_thousands_is_seen_wherever_it_is(place: int) -> None:
    wrong = with_gradient(one_entry(1.5, place))
    assert only_evidence_of(check_gradient, wrong, drawn(D=700)).kind is EvidenceKind.GRADIENT


def test_a_small_error_everywhere_is_seen_in_the_norm() -> None:
    wrong = with_gradient(lambda g: g * (1 + 5e-7))
    args = drawn(D=20, K=3, N=7)
    assert only_evidence_of(check_gradient, wrong, args).kind is EvidenceKind.GRADIENT


@pytest.mark.parametrize(
    ("change", "hint"), [(lambda g: -g, "wrong sign"), (lambda g: 7 * g, "same factor")]
)
def test_a_simple_relation_becomes_a_hint(change: Any, hint: str) -> None:
    assert hint in only_evidence_of(check_gradient, with_gradient(change), drawn()).hint


def test_nan_in_a_gradient_is_named() -> None:
    found = only_evidence_of(check_gradient, with_gradient(one_entry(np.nan)), drawn())
    assert "NaN" in found.summary
    assert "[1, 0]" in found.detail


# --- conclusions from a reference -------------------------------------------------------------


def test_a_right_loss_with_a_wrong_gradient_is_told_so() -> None:
    wrong = with_gradient(lambda g: -g)
    found = only_evidence_of(check_gradient, wrong, drawn(), reference=linear_softmax_loss)
    assert found.summary.endswith("is not the derivative of its own loss, which is right.")


def test_a_constant_loss_with_a_zero_gradient_needs_the_reference_to_fail() -> None:
    def constant(W: Floats, x: Floats, y: Any) -> tuple[float, Floats]:
        return 0.0, np.zeros_like(W)

    check_gradient(constant, drawn())
    found = only_evidence_of(check_gradient, constant, drawn(), reference=linear_softmax_loss)
    assert found.kind is EvidenceKind.VALUE
    assert found.summary == (
        "The loss of constant is wrong; the gradient is the right derivative of it."
    )


def test_both_wrong_gives_evidence_for_both() -> None:
    def both(*args: Any) -> tuple[float, Floats]:
        loss, gradient = linear_softmax_loss(*args)
        return 2 * loss, -gradient

    loss, gradient = evidence_of(check_gradient, both, drawn(), reference=linear_softmax_loss)
    assert (loss.kind, gradient.kind) == (EvidenceKind.VALUE, EvidenceKind.GRADIENT)
    assert gradient.summary.endswith("its own loss, which is wrong too.")


def test_a_remembered_loss_is_not_taken_for_a_function() -> None:
    def remembered(W: Floats, x: Floats, y: Any) -> tuple[float, Floats]:
        return linear_softmax_loss(*drawn())[0], np.zeros_like(W)

    found = only_evidence_of(check_gradient, remembered, drawn(), reference=linear_softmax_loss)
    assert found.kind is EvidenceKind.GRADIENT
    assert "another one" in found.summary


# --- form -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("returned", "kind"),
    [
        (lambda loss, g: loss, EvidenceKind.TYPE),
        (lambda loss, g: [loss, g], EvidenceKind.TYPE),
        (lambda loss, g: (loss,), EvidenceKind.TYPE),
        (lambda loss, g: None, EvidenceKind.TYPE),
        (lambda loss, g: (np.array([loss]), g), EvidenceKind.SHAPE),
        (lambda loss, g: (np.float32(loss), g), EvidenceKind.DTYPE),
        (lambda loss, g: (str(loss), g), EvidenceKind.TYPE),
        (lambda loss, g: (loss, g.T), EvidenceKind.SHAPE),
        (lambda loss, g: (loss, g.ravel()), EvidenceKind.SHAPE),
        (lambda loss, g: (loss, g.tolist()), EvidenceKind.TYPE),
        (lambda loss, g: (loss, object()), EvidenceKind.TYPE),
        (lambda loss, g: (loss, g.astype(np.float32)), EvidenceKind.DTYPE),
        (lambda loss, g: (loss, g.astype(np.int64)), EvidenceKind.DTYPE),
        (lambda loss, g: (np.nan, g), EvidenceKind.UNUSABLE),
    ],
)
def test_the_form_is_looked_at_first(returned: Any, kind: EvidenceKind) -> None:
    def function(*args: Any) -> Any:
        return returned(*linear_softmax_loss(*args))

    assert only_evidence_of(check_gradient, function, drawn()).kind is kind


@pytest.mark.parametrize("x", [np.arange(3), np.ones(3, np.float32), [1.0], np.zeros(0)])
def test_differentiating_by_anything_but_float64_is_an_error_of_the_course(x: Any) -> None:
    with pytest.raises(CourseError, match="differentiates by argument 0"):
        check_gradient(hinge_loss, (x,))


# --- what differences cannot judge ------------------------------------------------------------


def test_random_numbers_make_a_loss_unusable() -> None:
    rng = np.random.default_rng(0)
    found = only_evidence_of(
        check_gradient, lambda x: (float(x.sum() + rng.random()), np.ones_like(x)), (np.ones(3),)
    )
    assert found.kind is EvidenceKind.UNUSABLE
    assert "two calls" in found.summary


def test_a_random_layer_with_a_given_generator_is_usable() -> None:
    def dropped(x: Floats, rng: np.random.Generator) -> tuple[float, Floats]:
        mask = (rng.random(x.shape) < 0.7) / 0.7
        return float(np.sum((x * mask) ** 2)), 2 * x * mask**2

    check_gradient(dropped, (np.arange(1.0, 12.0),), keywords={"rng": np.random.default_rng(0)})


def test_float32_inside_makes_a_loss_unusable_rather_than_wrong() -> None:
    def narrow(W: Floats, x: Floats, y: Any) -> tuple[float, Floats]:
        loss, gradient = linear_softmax_loss(W.astype(np.float32), x.astype(np.float32), y)
        return loss, gradient.astype(np.float64)

    found = only_evidence_of(check_gradient, narrow, drawn())
    assert found.kind is EvidenceKind.UNUSABLE
    assert "float32" in found.hint


def test_kinks_everywhere_are_not_skipped_in_silence() -> None:
    found = only_evidence_of(check_gradient, hinge_loss, (np.zeros(30),))
    assert found.kind is EvidenceKind.UNUSABLE


def test_a_loss_that_drowns_its_gradient_is_unusable() -> None:
    found = only_evidence_of(
        check_gradient, lambda x: (float(x.sum() + 1e12), 3 * np.ones_like(x)), (np.ones(3),)
    )
    assert found.kind is EvidenceKind.UNUSABLE


@pytest.mark.parametrize("strange", [np.nan, "x", np.ones(2)])
def test_a_loss_that_breaks_off_beside_the_input_is_unusable(strange: Any) -> None:
    def cliff(x: Floats) -> tuple[Any, Floats]:
        return (1.0 if x[0] <= 1.0 else strange), np.zeros_like(x)

    assert only_evidence_of(check_gradient, cliff, (np.ones(3),)).kind is EvidenceKind.UNUSABLE


# --- calls ------------------------------------------------------------------------------------


class Batched:
    """A function as a sandbox offers it: many calls in one message."""

    def __init__(self, loss: Loss) -> None:
        self.loss, self.messages = loss, []  # type: ignore[var-annotated]

    def __call__(self, *args: Any) -> Any:
        return self.loss(*args)

    def many(self, argument_lists: list[Any], keywords: dict[str, Any]) -> list[Any]:
        self.messages.append(len(argument_lists))
        return [self.loss(*args, **keywords) for args in argument_lists]


def test_all_differences_are_one_message() -> None:
    batched = Batched(linear_softmax_loss)
    check_gradient(batched, drawn(D=20, K=3, N=7))
    assert batched.messages == [2 * 60 + 1]


def test_large_arguments_are_sent_in_several_messages() -> None:
    batched = Batched(linear_softmax_loss)
    check_gradient(batched, drawn(D=5, K=3, N=10_000))
    assert len(batched.messages) > 1
    assert sum(batched.messages) == 2 * 15 + 1


def test_the_same_input_is_always_probed_alike() -> None:
    wrong = with_gradient(one_entry(1.5, 1000))
    first = only_evidence_of(check_gradient, wrong, drawn(D=700))
    assert only_evidence_of(check_gradient, wrong, drawn(D=700)) == first
