"""Error carried forward: what excuses a wrong composite, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.checks import CheckFailure, check_composite
from grader.checks.notes import notes_to
from grader.errors import CourseError
from grader.judge.reference import Memo, MemoizedFunction

REFERENCE = """
import numpy as np

def forward(x, w):
    return x @ w, (x, w)

def backward(dout, cache):
    x, w = cache
    return x.T @ dout

def loss(out, y):
    return float(np.mean((out - y) ** 2)), 2 * (out - y) / len(y)

def both(x, w, y):
    return _both(x, w, y)

def _both(x, w, y):
    out, cache = forward(x, w)
    value, dout = loss(out, y)
    return value, backward(dout, cache)
"""
RNG = np.random.default_rng(0)
ARGS = RNG.standard_normal((7, 3)), RNG.standard_normal(3), RNG.standard_normal(7)


def module(*changes: str) -> ModuleType:
    """The reference, with functions written anew after it."""
    made = ModuleType("made")
    exec("\n".join((REFERENCE, *changes)), vars(made))
    return made


REMEMBERED = Memo()
RIGHT = module()
NO_TRANSPOSED_MEAN = "def backward(dout, cache):\n    return 7 * cache[0].T @ dout"
OWN_COMPOSITE = "def both(x, w, y):\n    return 1.0, -w"


def run(student: ModuleType, expected: Callable[..., Any] = RIGHT.both) -> list[str]:
    """Check `both`; returns the notes."""
    notes: list[str] = []
    parts = {name: getattr(student, name) for name in ("forward", "backward", "loss")}
    with notes_to(notes.append):
        check_composite(student.both, ARGS, expected, parts=parts)
    return notes


def fails(student: ModuleType) -> bool:
    with pytest.raises(CheckFailure):
        run(student)
    return True


def test_a_right_composite_passes_without_a_note() -> None:
    assert run(module()) == []


def test_a_composite_of_a_wrong_part_is_right_given_that_part() -> None:
    assert run(module(NO_TRANSPOSED_MEAN)) == [
        "both is right, given your backward, forward and loss."
    ]


def test_it_works_the_same_with_functions_that_remember_their_results() -> None:
    remembered = MemoizedFunction(RIGHT.both, REMEMBERED)
    assert run(module(), remembered) == []
    assert len(run(module(NO_TRANSPOSED_MEAN), remembered)) == 1


def test_a_wrong_composite_of_right_parts_fails() -> None:
    assert fails(module("def both(x, w, y):\n    v, g = _both(x, w, y)\n    return v, -g"))


def test_a_wrong_composite_of_a_wrong_part_fails() -> None:
    sign = "def both(x, w, y):\n    v, g = _both(x, w, y)\n    return v, -g"
    assert fails(module(NO_TRANSPOSED_MEAN, sign))


def test_parts_that_are_not_called_excuse_nothing() -> None:
    wrong = module("def both(x, w, y):\n    return 1.0, w")
    with pytest.raises(CheckFailure):
        check_composite(wrong.both, ARGS, RIGHT.both, parts={})


@pytest.mark.parametrize(
    "part",
    [
        "def backward(dout, cache):\n    return np.zeros(3)",
        "def backward(dout, cache):\n    return np.full(3, np.nan)",
        "def loss(out, y):\n    return np.nan, np.arange(7.0)",
        "def backward(dout, cache):\n    raise ValueError",
        "def backward(dout, cache):\n    return None",
        "def backward(dout, cache):\n    return object()",
    ],
)
def test_parts_that_say_nothing_excuse_nothing(part: str) -> None:
    composite = """
def both(x, w, y):
    try:
        return _both(x, w, y)
    except ValueError:
        return 0.0, np.zeros(3)
"""
    assert fails(module(part, composite))


def test_one_number_excuses_nothing() -> None:
    wrong = module("def loss(out, y):\n    return 3.0, 2 * (out - y)")
    with pytest.raises(CheckFailure):
        check_composite(wrong.loss, ARGS[1:2] * 2, lambda out, y: 4.0, parts={})


def test_the_module_of_the_reference_stays_as_it_is() -> None:
    before = dict(vars(RIGHT))
    run(module(NO_TRANSPOSED_MEAN))
    assert fails(module("def backward(dout, cache):\n    raise ValueError", OWN_COMPOSITE))
    assert {**vars(RIGHT)} == before


def test_a_submission_that_lives_in_the_module_of_the_reference_calls_nothing_for_ever() -> None:
    shared, right = module(), MemoizedFunction(RIGHT.both, Memo())
    right(*ARGS)
    vars(shared)["backward"] = lambda dout, cache: 7 * cache[0].T @ dout
    parts = {"backward": lambda *args: shared.backward(*args)}
    check_composite(shared.both, ARGS, right, parts=parts)


def test_a_part_that_the_reference_does_not_have_is_an_error_of_the_course() -> None:
    with pytest.raises(CourseError, match="has no part 'layer9'"):
        check_composite(RIGHT.both, ARGS, RIGHT.both, parts={"layer9": RIGHT.loss})


def test_a_reference_that_is_no_python_function_is_an_error_of_the_course() -> None:
    with pytest.raises(CourseError, match="cannot look into"):
        check_composite(np.sin, (1.0,), np.sin, parts={})


def test_an_author_may_say_it_in_other_words() -> None:
    wrong, notes = module(NO_TRANSPOSED_MEAN), list[str]()
    with notes_to(notes.append):
        check_composite(
            wrong.both, ARGS, RIGHT.both, parts={"backward": wrong.backward}, note="Right so far."
        )
    assert notes == ["Right so far."]
