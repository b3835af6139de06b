"""What checks of trainings and behaviour say to students of hidden checks: words of ours only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.checks import (
    Normal,
    band_of,
    check_convergence,
    check_dtype_kept,
    check_extremes,
    check_learning,
    check_modes,
    check_parameter_count,
    check_rows_alone,
    check_seeded,
    check_stateless,
    check_statistic,
    check_trained,
    check_vectorised,
)
from tests.checks.failures import evidence_of
from tests.checks.test_no_leaks import OURS, told

BAND = band_of(lambda seed: [2.0, 1.0], range(5), float)
X = np.ones((20, 3))
ROWS = np.ones((1000, 3))


def drawn() -> np.random.Generator:
    return np.random.default_rng(0)


def stateful(value: float) -> Callable[[float], float]:
    calls: list[float] = []

    def count(x: float) -> float:
        calls.append(x)
        return value + len(calls)

    return count


def slow(value: float) -> Callable[[Any], list[float]]:
    return lambda rows: [value + sum(float(entry) for entry in row) for row in rows]


TRIALS: list[Callable[[float], Any]] = [
    lambda v: check_convergence(
        lambda: [v, -v], (), recompute=float, snapshots=list, band=BAND, what="train"
    ),
    lambda v: check_convergence(
        lambda: [v] * 20, (), recompute=float, snapshots=list, at_most=0, what="train"
    ),
    lambda v: check_learning(
        lambda x, y, rng: lambda rows: np.full(len(rows), v),
        X,
        np.arange(20) % 3,
        at_least={0.75: 0.5, 0.9: 1.0},
        rng=drawn(),
    ),
    lambda v: check_seeded(lambda seed: v, what="The mask"),
    lambda v: check_seeded(lambda seed: stateful(v)(seed) + drawn().random(), what="The mask"),
    lambda v: check_stateless(stateful(v), [(1.0,), (2.0,)]),
    lambda v: check_modes(lambda: v, lambda: v, what="dropout"),
    lambda v: check_rows_alone(lambda x: x + v * len(x), (X,)),
    lambda v: check_rows_alone(lambda x: {str(v): v}, (X,)),
    lambda v: check_dtype_kept(lambda x: np.full(3, v), (X,)),
    lambda v: check_extremes(lambda z: z + v, lambda z: z),
    lambda v: check_statistic(np.full(200, v), Normal(0, 1), what="W of init"),
    lambda v: check_parameter_count({f"W{v}": np.full(3, v)}, 4, what="The network"),
    lambda v: check_trained({f"W{v}": v}, {f"W{v}": v}, what="The network"),
    lambda v: check_trained({"W": v}, {f"W{v}": v}, what="The network"),
    lambda v: check_vectorised(slow(v), (ROWS,)),
]
NUMBERS = {"0.75", "100", "1000", "10000", "2.4", "2"}
"""Numbers of ours: a threshold, extreme logits, headings of documents."""


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize("value", [1234.12345, 9876.12345])
def test_no_check_of_training_or_behaviour_tells_a_value(
    trial: Callable[[float], Any], value: float
) -> None:
    for evidence in evidence_of(trial, value):
        assert told(evidence) <= OURS | NUMBERS, evidence.summary
