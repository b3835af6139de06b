"""When two replies are one result, and when they are clearly two."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from grader.judge.diagnosis.equivalence import ReplyValues, different, same, tells
from grader.judge.proxy.recorded_calls import MOST_BYTES, MOST_REQUESTS, RecordedCall, RecordedCalls
from grader.wire import messages as m
from grader.wire.marshalling import Named
from tests.requires import requires

X = np.linspace(-1.3, 2.1, 12).reshape(3, 4)


def reply(*values: object) -> ReplyValues:
    return ReplyValues(values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (X, X * (1 + 1e-12)),
        (1.5, np.float64(1.5)),
        ((1.5, X), [1.5, X]),
        (np.array([np.nan, np.inf, 1.0]), np.array([np.nan, np.inf, 1.0])),
        (X.astype(np.float32), (X * (1 + 1e-6)).astype(np.float32)),
        ({"W": X}, {"W": X}),
    ],
)
def test_a_matter_of_style_makes_no_other_result(one: object, other: object) -> None:
    assert same(reply(one), reply(other))
    assert not different(reply(one), reply(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (X, -X),
        (X, X.T),
        (X, X[:, :1]),
        (X[:, 0], X[:, :1]),
        (X, X * (1 + 1e-4)),
        (np.array([np.inf]), np.array([-np.inf])),
        (np.array([np.nan]), np.array([0.0])),
        ({"W": X}, {"V": X}),
        ((X,), (X, X)),
        (None, 0.0),
        ("a", "b"),
    ],
)
def test_other_values_are_another_result(one: object, other: object) -> None:
    assert not same(reply(one), reply(other))
    assert different(reply(one), reply(other))


def test_a_tensor_is_another_result_than_a_number_or_an_array() -> None:
    requires(find_spec("torch"), "PyTorch is not installed")
    import torch

    assert different(reply(torch.tensor(1.5)), reply(1.5))
    assert different(reply(torch.from_numpy(X)), reply(X))
    assert same(reply(torch.from_numpy(X)), reply(torch.from_numpy(X + 1e-12)))


def test_two_exceptions_are_never_one_result() -> None:
    assert not same(ReplyValues((), failed=True), ReplyValues((), failed=True))


@pytest.mark.parametrize(
    "value", [0.0, np.zeros((9, 9)), np.ones(50), [1, 0], None, np.full(3, np.nan)]
)
def test_constants_and_few_whole_numbers_tell_nothing(value: object) -> None:
    assert not tells([reply(value)])


@pytest.mark.parametrize("value", [0.25, X, [0, 0, 0, 1]])
def test_a_fraction_or_a_table_of_whole_numbers_tells_something(value: object) -> None:
    assert tells([reply(value)])


def call() -> RecordedCall:
    request = m.Call(target=Named(part="p", name="f"), arguments=())
    return RecordedCall(request, (), lambda *_: (m.Refuse(type="ValueError"), []), m.Done(), ())


def test_a_recording_that_is_too_large_is_dropped() -> None:
    recorded = RecordedCalls()
    recorded.add(call())
    assert recorded.copies([b"x"]) == (b"x",)
    assert recorded.copies([bytes(MOST_BYTES)]) == ()
    assert not recorded.complete
    assert recorded.calls == []


def test_a_recording_that_is_too_long_is_dropped() -> None:
    recorded = RecordedCalls()
    for _ in range(MOST_REQUESTS + 1):
        recorded.add(call())
    assert not recorded.complete
    assert recorded.calls == []
