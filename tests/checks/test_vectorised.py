"""check_vectorised: array operations pass, loops over rows fail, both with room to spare."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from grader.checks.kinds import Array
from grader.checks.vectorised import RATIO, check_vectorised, cpu_of
from grader.errors import CourseError
from tests.checks.failures import only_evidence_of

pytestmark = pytest.mark.alone

Z = np.random.default_rng(0).standard_normal((2000, 5))


def softmax(z: Array) -> Array:
    exp = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(exp / exp.sum(axis=1, keepdims=True))


def column_by_column(z: Array) -> Array:
    out = np.empty_like(z)
    for k in range(z.shape[1]):
        out[:, k] = np.exp(z[:, k])
    return np.asarray(out / out.sum(axis=1, keepdims=True))


def row_by_row(z: Array) -> Array:
    out = np.empty_like(z)
    for i in range(len(z)):
        exp = np.exp(z[i] - z[i].max())
        out[i] = exp / exp.sum()
    return out


def number_by_number(z: Array) -> Array:
    rows = [[math.exp(value) for value in row] for row in z]
    return np.array([[value / sum(row) for value in row] for row in rows])


@pytest.mark.parametrize("function", [softmax, column_by_column, lambda z: np.maximum(z, 0)])
def test_array_operations_pass(function: Callable[[Array], Array]) -> None:
    assert check_vectorised(function, (Z,)) > RATIO


@pytest.mark.parametrize("function", [row_by_row, number_by_number])
def test_a_loop_over_rows_fails(function: Callable[[Array], Array]) -> None:
    found = only_evidence_of(check_vectorised, function, (Z[:1000],), what="softmax")
    assert found.summary == "softmax handles the rows one by one."
    assert float(found.got) < RATIO / 2


class Counted:
    """A function whose CPU seconds are counted where it runs: so many for a call and for a row."""

    def __init__(self, call: float, row: float) -> None:
        self._call, self._row = call, row

    def __call__(self, x: Array) -> Array:
        return x

    def cpu_of(self, argument_lists: Sequence[tuple[Any, ...]]) -> float:
        return sum(self._call + self._row * len(args[0]) for args in argument_lists)


def test_the_time_is_counted_where_the_function_runs() -> None:
    assert cpu_of(Counted(1.0, 0.5), [(Z[:2],), (Z[:4],)]) == 5.0
    assert check_vectorised(Counted(30e-6, 0.1e-6), (Z,)) == pytest.approx(66.1, abs=0.1)
    only_evidence_of(check_vectorised, Counted(30e-6, 8e-6), (Z,))


@pytest.mark.parametrize("args", [(Z[:500],), (1.0,), (Z, Z[:1500])])
def test_too_few_rows_are_an_error_of_the_course(args: tuple[Any, ...]) -> None:
    with pytest.raises(CourseError, match="1000 or more"):
        check_vectorised(softmax, args, rows=range(len(args)))
