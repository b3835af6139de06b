"""An oracle agrees to the last digits, whatever its containers; or it is said where not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.validate.agreeing import disagreement

X = np.array([[1.0, -2.0, 0.0], [3.0, 4.0, 5.0]])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (X, X * (1 + 1e-11)),
        (X, X.astype(np.longdouble)),
        ((1.0, X), [1.0, X]),
        (2.0, np.array(2.0)),
        (np.int64(2), 2.0),
        (np.array([1.0, np.nan, np.inf]), np.array([1.0, np.nan, np.inf])),
        ({"a": X}, {"a": X}),
        ("text", "text"),
        (None, None),
        (np.zeros(3), np.full(3, 1e-15)),
        (np.zeros((0, 3)), np.zeros((0, 3))),
    ],
)
def test_the_same_numbers_agree(ours: Any, theirs: Any) -> None:
    assert disagreement(ours, theirs) == ""


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (X, X * (1 + 1e-6), "result differs by 5e-06"),
        (X, X.T, "result has the shape (3, 2)"),
        ((1.0, X), (1.0, X + 1), "result[1] differs by 1"),
        ((1.0, X), (1.0,), "result has length 1 instead of 2"),
        ({"a": 1.0}, {"b": 1.0}, "result has the keys ['b']"),
        (np.array([1.0, np.nan]), np.array([np.nan, 1.0]), "not finite in the same places"),
        (1.0, None, "result is None"),
        ("raised ValueError", 1.0, "result is 1.0"),
        (1.0, object(), "result is a object instead of a float"),
    ],
)
def test_it_is_said_where_others_differ(ours: Any, theirs: Any, said: str) -> None:
    assert said in disagreement(ours, theirs)
