"""Parameters by name: how many, which are frozen, which have moved."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from grader.checks.parameters import check_parameter_count, check_trained, count_parameters
from grader.evidence import EvidenceKind
from tests.checks.failures import evidence_of, only_evidence_of
from tests.requires import requires


def network(head: float = 0.0, body: float = 0.0) -> dict[str, Any]:
    return {
        "body": [{"W": np.ones((4, 3)) + body, "b": np.zeros(3) + body}],
        "head.W": np.ones((3, 2)) + head,
        "head.b": np.zeros(2) + head,
    }


def test_parameters_are_counted_wherever_they_are() -> None:
    assert count_parameters(network()) == 4 * 3 + 3 + 3 * 2 + 2
    assert check_parameter_count(network(), 23, what="The network") == 23


def test_tensors_are_counted() -> None:
    requires(find_spec("torch"), "torch is not installed")
    torch: Any = import_module("torch")
    state = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Linear(3, 2)).state_dict()
    assert check_parameter_count(dict(state), 23, what="The network") == 23


@pytest.mark.parametrize(("expected", "words"), [(28, "too few"), (20, "too many")])
def test_a_wrong_count_is_told_with_every_array(expected: int, words: str) -> None:
    found = only_evidence_of(check_parameter_count, network(), expected, what="The network")
    assert found.summary == f"The network has {words} parameters."
    assert "body.0.W 12, body.0.b 3, head.W 6, head.b 2" in found.detail


@pytest.mark.parametrize("state", [None, "W", object()])
def test_what_holds_no_numbers_has_no_parameters(state: Any) -> None:
    assert count_parameters(state) == 0


def test_a_training_of_the_head_alone_passes() -> None:
    check_trained(network(), network(head=0.1), frozen=["body"], what="The network")
    check_trained(network(), network(0.1, 0.1), what="The network")


def test_a_frozen_parameter_that_moved_is_told() -> None:
    found = only_evidence_of(
        check_trained, network(), network(0.1, 1e-12), frozen=["body.0"], what="The network"
    )
    assert found.kind is EvidenceKind.CHANGED
    assert found.summary == "A frozen parameter of The network is changed."
    assert found.detail == "It is about body.0.W, body.0.b."


def test_a_parameter_that_did_not_move_is_told() -> None:
    found = only_evidence_of(check_trained, network(), network(body=0.1), what="The network")
    assert found.summary == "Not every parameter of The network is changed by the training."
    nothing = only_evidence_of(check_trained, network(), network(), what="The network")
    assert nothing.summary.startswith("No parameter")


def test_the_wrong_half_trained_is_told_twice() -> None:
    assert (
        len(
            evidence_of(
                check_trained, network(), network(body=0.1), frozen=["body"], what="The network"
            )
        )
        == 2
    )


def test_a_name_is_no_prefix_of_another_word() -> None:
    check_trained(
        {"fc1": np.ones(2), "fc10": np.ones(2)},
        {"fc1": np.ones(2), "fc10": np.zeros(2)},
        frozen=["fc1"],
        what="The network",
    )


def test_other_names_after_the_training_are_told() -> None:
    found = only_evidence_of(check_trained, network(), {"W": np.ones(2)}, what="The network")
    assert found.kind is EvidenceKind.TYPE
