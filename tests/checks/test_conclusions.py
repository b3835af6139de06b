"""Three comparisons and what follows from them; the table of gradients; parameters in a dict."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks import check_backward, check_gradient
from grader.errors import CourseError
from grader.evidence import EvidenceKind, GradientRow
from tests.checks.failures import evidence_of, only_evidence_of

Params = dict[str, Any]
KEYS = ("W1", "b1", "W2")


def net_loss(params: Params, x: Any, reg: float = 0.2) -> tuple[float, Params]:
    """Half the mean square of tanh(x W1 + b1) W2, and half a penalty on W2, with its gradients."""
    hidden = np.tanh(x @ params["W1"] + params["b1"])
    out = hidden @ params["W2"]
    dout = out / len(x)
    dz = (dout @ params["W2"].T) * (1 - hidden**2)
    loss = 0.5 * np.sum(out**2) / len(x) + 0.5 * reg * np.sum(params["W2"] ** 2)
    grads = {"W1": x.T @ dz, "b1": dz.sum(axis=0), "W2": hidden.T @ dout + reg * params["W2"]}
    return float(loss), grads


def arguments() -> tuple[Params, Any]:
    rng = np.random.default_rng(0)
    params = {"W1": rng.standard_normal((5, 4)), "b1": rng.standard_normal(4)}
    return params | {"W2": rng.standard_normal((4, 3))}, rng.standard_normal((7, 5))


def changed(loss: Any = lambda v, p: v, **changes: Any) -> Any:
    """The net with another loss, and with other gradients by name."""

    def function(params: Params, x: Any) -> tuple[float, Params]:
        value, grads = net_loss(params, x)
        for name, change in changes.items():
            grads[name] = change(grads[name])
        return loss(value, params), grads

    return function


def found(function: Any, wrt: Any = KEYS) -> Any:
    return evidence_of(
        check_gradient, function, arguments(), wrt=wrt, reference=net_loss, what="loss"
    )


# --- conclusions ------------------------------------------------------------------------------


def test_right_gradients_in_a_dict_pass() -> None:
    check_gradient(net_loss, arguments(), wrt=KEYS, reference=net_loss)
    check_gradient(net_loss, arguments(), wrt="W2")
    check_gradient(net_loss, arguments(), wrt=("b1", "W1"))


def test_a_wrong_gradient_is_told_apart_from_the_right_ones() -> None:
    (evidence,) = found(changed(W1=lambda g: -g))
    assert evidence.kind is EvidenceKind.GRADIENT
    assert evidence.summary == (
        "The gradient by W1 of loss is not the derivative of its own loss, which is right; "
        "db1 and dW2 are right."
    )
    assert "wrong sign" in evidence.hint


def test_a_right_derivative_of_a_wrong_loss_is_told_so() -> None:
    double = changed(lambda v, p: 2 * v, **dict.fromkeys(KEYS, lambda g: 2 * g))
    (evidence,) = found(double)
    assert evidence.kind is EvidenceKind.VALUE
    assert evidence.summary == (
        "The loss of loss is wrong; the gradients are the right derivatives of it."
    )
    assert evidence.hint.endswith("Repair the value first, then derive it again.")


def test_gradients_of_the_right_loss_beside_a_wrong_one_are_left_alone() -> None:
    (evidence,) = found(changed(lambda v, p: 3 * v))
    assert evidence.summary == (
        "The loss of loss is wrong; the gradients already are those of the right function."
    )
    assert [row.from_reference for row in evidence.table] == [0.0, 0.0, 0.0]
    assert not any(row.right for row in evidence.table)


def test_a_loss_that_is_off_by_a_constant_is_told_so() -> None:
    (evidence,) = found(changed(lambda v, p: v + 1.2345))
    assert evidence.summary == "The loss of loss is wrong, although its gradients are right."


def test_a_forgotten_penalty_is_found_from_the_loss() -> None:
    def without(params: Params, x: Any, reg: float) -> tuple[float, Params]:
        return net_loss(params, x, reg=0.0)

    args = (*arguments(), 0.2)
    (evidence,) = evidence_of(check_gradient, without, args, wrt=KEYS, reference=net_loss)
    assert evidence.hint == (
        "The value lacks a penalty: look at the term with reg and the squares of W2. "
        "Repair the value first, then derive it again."
    )


def test_when_both_are_wrong_only_the_gradients_that_are_nobodys_are_blamed() -> None:
    value, gradient = found(changed(lambda v, p: 3 * v, b1=lambda g: g + 1))
    assert value.summary == "The loss of loss has a wrong value."
    assert gradient.summary == (
        "The gradient by b1 of loss is not the derivative of its own loss, which is wrong too."
    )


def test_a_loss_that_does_not_move_with_its_input_is_blamed_not_the_gradient() -> None:
    def remembered(params: Params, x: Any) -> tuple[float, Params]:
        return net_loss(*arguments())[0], net_loss(params, x)[1]

    (evidence,) = found(remembered, wrt="W1")
    assert evidence.summary == (
        "The gradient of loss is right, but its own loss does not change that way."
    )


def test_a_gradient_kept_from_an_earlier_call_is_recognised() -> None:
    kept: list[Any] = []

    def lazy(params: Params, x: Any) -> tuple[float, Params]:
        loss, grads = net_loss(params, x)
        kept.append(grads["W1"])
        return loss, grads | {"W1": kept[0]}

    params, x = arguments()
    check_gradient(lazy, (params, x), wrt="W1")
    evidence = only_evidence_of(check_gradient, lazy, (params, 2 * x), wrt="W1")
    assert evidence.hint.startswith("This was right for an earlier call")


# --- the table --------------------------------------------------------------------------------


def test_the_table_has_a_row_for_every_gradient() -> None:
    (evidence,) = found(changed(b1=lambda g: 7 * g))
    first, second, third = evidence.table
    assert [row.name for row in evidence.table] == ["dW1", "db1", "dW2"]
    assert (first.right, second.right, third.right) == (True, False, True)
    assert second.norm_ratio == pytest.approx(7)
    assert second.cosine == pytest.approx(1)
    assert second.relative_error == pytest.approx(6 / 7)
    assert second.from_reference == pytest.approx(6 / 7)
    assert first.relative_error is not None
    assert first.relative_error < 1e-7


def test_the_table_names_the_worst_place() -> None:
    def wrong(gradient: Any) -> Any:
        gradient = gradient.copy()
        gradient[3, 1] += 1
        return gradient

    (evidence,) = found(changed(W2=wrong))
    assert evidence.table[2].worst == (3, 1)
    assert evidence.places[0].index == (3, 1)


def test_of_a_zero_gradient_no_direction_is_told() -> None:
    (evidence,) = found(changed(W1=lambda g: 0 * g))
    row = evidence.table[0]
    assert (row.norm_ratio, row.cosine, row.relative_error) == (0.0, None, 1.0)


def test_only_the_first_record_has_the_table() -> None:
    first, second = found(changed(W1=lambda g: -g, W2=lambda g: -g))
    assert len(first.table) == 3
    assert isinstance(first.table[0], GradientRow)
    assert second.table == ()


def test_a_large_gradient_is_measured_at_a_sample() -> None:
    x = np.random.default_rng(0).standard_normal(5000)
    evidence = only_evidence_of(check_gradient, lambda x: (float(x @ x), x), (x,))
    (row,) = evidence.table
    assert row.norm_ratio == pytest.approx(0.5)
    assert row.cosine == pytest.approx(1)


# --- parameters in a dict ---------------------------------------------------------------------


def dict_forward(x: Any, params: Params) -> tuple[Any, Any]:
    return x @ params["W"] + params["b"], (x, params)


def dict_backward(dout: Any, cache: Any) -> Params:
    x, _ = cache
    return {"W": x.T @ dout, "b": dout.sum(axis=0)}


def test_a_backward_pass_may_return_a_dict() -> None:
    params = {"W": np.ones((5, 3)), "b": np.zeros(3)}
    args = (np.random.default_rng(0).standard_normal((7, 5)), params)
    pair, rng = (dict_forward, dict_backward), np.random.default_rng(0)
    check_backward(*pair, args, wrt=("W", "b"), rng=rng, reference=pair)

    def wrong(dout: Any, cache: Any) -> Params:
        return dict_backward(dout, cache) | {"b": dout.mean(axis=0)}

    evidence = only_evidence_of(
        check_backward, dict_forward, wrong, args, wrt=("W", "b"), rng=rng, names=("dW", "db")
    )
    assert evidence.summary == (
        "db of wrong is not the derivative of its own forward pass; dW is right."
    )
    assert "mean where the sum" in evidence.hint


def test_the_authors_parameters_stay_as_they_were() -> None:
    args = arguments()
    check_gradient(net_loss, args, wrt=KEYS)
    for name, value in arguments()[0].items():
        assert (args[0][name] == value).all()


@pytest.mark.parametrize(
    ("grads", "kind", "words"),
    [
        ({"W1": 1.0}, EvidenceKind.SHAPE, "lacks the key 'b1'"),
        ([1.0], EvidenceKind.TYPE, "expected a dict with the keys"),
        (None, EvidenceKind.TYPE, "expected a dict with the keys"),
    ],
)
def test_a_dict_without_the_gradients_is_told_so(grads: Any, kind: Any, words: str) -> None:
    def function(params: Params, x: Any) -> Any:
        return net_loss(params, x)[0], grads

    evidence = only_evidence_of(check_gradient, function, arguments(), wrt=("W1", "b1"))
    assert evidence.kind is kind
    assert words in evidence.summary


def test_a_gradient_of_another_shape_in_a_dict_is_told_so() -> None:
    (evidence,) = found(changed(b1=lambda g: g[None]))
    assert evidence.kind is EvidenceKind.SHAPE
    assert evidence.summary.startswith("The gradient by b1 of loss has shape (1, 4)")


@pytest.mark.parametrize("wrt", ["W3", ("W1", "none"), "count"])
def test_a_key_that_no_difference_can_be_taken_by_is_an_error_of_the_course(wrt: Any) -> None:
    params, x = arguments()
    with pytest.raises(CourseError, match="differentiates by"):
        check_gradient(net_loss, (params | {"count": 3}, x), wrt=wrt)


def test_a_key_in_two_dicts_is_an_error_of_the_course() -> None:
    params, _ = arguments()
    with pytest.raises(CourseError, match="in 2 of the dict arguments"):
        check_gradient(net_loss, (params, params), wrt="W1")


class Counted:
    """A function as a sandbox offers it; `messages` are the numbers of calls in one message."""

    def __init__(self, function: Any) -> None:
        self.function = function
        self.messages: list[int] = []

    def __call__(self, *args: Any) -> Any:
        return self.function(*args)

    def many(self, argument_lists: Any, keywords: Any) -> Any:
        self.messages.append(len(argument_lists))
        return [self.function(*args) for args in argument_lists]


def test_the_differences_by_all_parameters_are_one_message_and_a_second_look_another() -> None:
    counted = Counted(net_loss)
    check_gradient(counted, arguments(), wrt=KEYS)
    assert counted.messages == [1 + 2 * (20 + 4 + 12)]
    wrong = Counted(changed(W1=lambda g: -g, b1=lambda g: 2 * g))
    only = evidence_of(check_gradient, wrong, arguments(), wrt=KEYS)
    assert len(only) == 2
    assert wrong.messages == [1 + 2 * (20 + 4 + 12), 1 + 2 * (20 + 4)]
