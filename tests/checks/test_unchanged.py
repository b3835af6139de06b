"""check_unchanged: arguments that a function must leave alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks import Observation, check_unchanged, inout
from grader.evidence import EvidenceKind
from tests.checks.failures import evidence_of, only_evidence_of


def test_a_function_that_leaves_its_arguments_alone_passes() -> None:
    x = np.array([1.0, np.nan, np.inf])
    args = (x, {"W": [x, 2.0]}, None, "relu", np.random.default_rng(0), len)
    assert check_unchanged(lambda *given, **named: 7, args, {"scale": 2.0}) == 7


def test_a_changed_array_is_named_and_the_callers_stays_as_it_was() -> None:
    def standardize(x: Any, y: Any) -> Any:
        x -= x.mean()
        return x

    x = np.arange(4.0)
    found = only_evidence_of(check_unchanged, standardize, (x, x.copy()), names=("x", "y"))
    assert found.kind is EvidenceKind.CHANGED
    assert found.summary == "x of standardize is changed by the call."
    assert found.detail == "At [0] it was 0.0 before the call and -1.5 after."
    assert x.tolist() == [0.0, 1.0, 2.0, 3.0]


def test_what_is_marked_inout_may_change() -> None:
    class Remote:
        __name__ = "count"

        def observe(self, x: int, state: Any) -> Observation:
            return Observation(x, (x, {"n": 2}))

        def __call__(self, x: int, state: Any) -> Any:
            return self.observe(x, state).value

    assert check_unchanged(Remote(), (7, inout({"n": 1}))) == 7


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["W"][0].fill(0),
        lambda d: d["W"].append(1),
        lambda d: d.update(seen=True),
        lambda d: d.pop("W"),
        lambda d: d["W"].__setitem__(0, "x"),
    ],
    ids=["array in list", "list longer", "new key", "lost key", "other element"],
)
def test_changes_inside_containers_are_seen(change: Any) -> None:
    found = only_evidence_of(check_unchanged, change, ({"W": [np.ones(2)]},), what="train")
    assert found.kind is EvidenceKind.CHANGED
    assert "Argument 0 of train" in found.summary


def test_every_changed_argument_is_reported_keywords_too() -> None:
    def both(x: Any, mask: Any) -> None:
        x *= 2
        mask *= 0

    evidence = evidence_of(check_unchanged, both, (np.ones(2),), {"mask": np.ones(3)})
    assert [found.summary.split(" of ")[0] for found in evidence] == ["Argument 0", "mask"]


def test_a_function_that_can_be_observed_is_asked_what_became_of_its_arguments() -> None:
    class Remote:
        def observe(self, x: Any) -> Observation:
            return Observation(value=1.0, arguments=(x + 1,))

        def __call__(self, x: Any) -> float:
            return 1.0

    found = only_evidence_of(check_unchanged, Remote(), (np.ones(2),))
    assert found.kind is EvidenceKind.CHANGED
