"""Fingerprints: rounding does not change them, everything else does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.validate.fingerprints import CALLS, condensed, drifted, fingerprint, random_reply

REAL = arrays.arrays(
    np.float64,
    arrays.array_shapes(max_dims=3, max_side=5),
    elements=st.floats(0.5, 1e6) | st.floats(-1e6, -0.5),
)


def line(value: Any) -> str:
    return fingerprint("work.f", value)


@given(REAL)
def test_what_rounds_otherwise_has_not_drifted(x: Any) -> None:
    assert not drifted(line(x * (1 + 1e-12)), line(x))


@given(REAL, st.sampled_from([2.0, -1.0, 1 + 1e-4]))
def test_another_scale_has_drifted(x: Any, factor: float) -> None:
    assert drifted(line(x * factor), line(x))


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (np.ones(3), np.ones((3, 1))),
        (np.ones(3), np.ones(3, np.float32)),
        (np.ones(3), [1.0, 1.0, 1.0]),
        ((1.0, 2.0), (2.0, 1.0)),
        ({"a": 1.0}, {"b": 1.0}),
        ("yes", "no"),
        (None, 0),
        (np.array([1.0, np.nan]), np.array([np.nan, 1.0])),
        (np.inf, -np.inf),
        (1 + 2j, 2 + 1j),
        (np.random.default_rng(1), np.random.default_rng(2)),
        (object, 1.0),
    ],
)
def test_another_form_or_order_has_drifted(now: Any, before: Any) -> None:
    assert drifted(line(now), line(before))
    assert not drifted(line(now), line(now))


def test_what_is_drawn_at_random_never_drifts() -> None:
    assert not drifted(random_reply("work.f"), random_reply("work.f"))
    assert drifted(line(1.0), random_reply("work.f"))


@pytest.mark.parametrize("count", [0, 1, CALLS, CALLS + 1])
def test_few_replies_are_kept_one_by_one(count: int) -> None:
    lines = [line(float(n)) for n in range(count)]
    assert condensed(lines) == tuple(lines)


def test_of_many_replies_the_last_share_a_line_that_still_tells_a_difference() -> None:
    lines = [line(float(n)) for n in range(CALLS + 30)]
    short = condensed(lines)
    assert len(short) == CALLS + 1
    assert short[-1].startswith("30 more ")
    changed = condensed([*lines[:-1], line(77.0)])
    assert drifted(changed[-1], short[-1])
    assert changed[:-1] == short[:-1]


def test_numbers_whose_squares_are_no_floats_are_compared_too() -> None:
    huge = np.array([1e200, 1e200])
    assert not drifted(fingerprint("f", huge), fingerprint("f", huge))
    assert drifted(fingerprint("f", huge), fingerprint("f", np.ones(2)))
