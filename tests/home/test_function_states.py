"""The state of each function follows from the verdicts of the checks about it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from grader.home.function_states import FunctionState, states
from grader.home.judging import Checked
from grader.home.recording import Recording
from grader.model import Check, CheckResult, Part, Verdict

ONE = (Part(name="losses", file="losses.py", functions=("softmax", "loss")),)
TWO = (*ONE, Part(name="nll", file="nll.py", functions=("loss",)))
P, F, N, S = Verdict.PASSED, Verdict.FAILED, Verdict.NOT_IMPLEMENTED, Verdict.SKIPPED
INFRA = Verdict.INFRA


def result(id: str, verdict: Verdict, points: float = 1.0) -> CheckResult:
    check = Check(id=id, title=id, points=2.0, group="losses")
    return CheckResult(check=check, verdict=verdict, points=points)


def of(
    calls: Mapping[str, tuple[str, ...]], *results: CheckResult, parts: tuple[Part, ...] = ONE
) -> dict[str, FunctionState]:
    recording = Recording(
        assignment="a00",
        checks=tuple(each.check for each in results),
        functions=dict(calls),
        calls={},
        constants={},
    )
    checked = Checked(
        assignment="a00",
        results=results,
        answered=(),
        recording=recording,
        notes=(),
        seconds=0.0,
    )
    return {state.name: state for state in states(checked, parts)}


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ((P, P), "right"),
        ((P, F), "wrong"),
        ((F, N), "wrong"),
        ((N, N), "open"),
        ((P, N), "open"),
        ((N, S), "open"),
        ((P, S), "waiting"),
        ((P, F, INFRA), "broken"),
        ((), "unseen"),
    ],
)
def test_the_worst_news_of_its_checks_is_the_state(
    verdicts: tuple[Verdict, ...], state: str
) -> None:
    results = [result(f"test_{number}", verdict) for number, verdict in enumerate(verdicts)]
    calls = {each.check.id: ("losses.softmax",) for each in results}
    assert of(calls, *results)["softmax"].state == state


def test_a_check_is_about_the_last_function_it_calls() -> None:
    found = of({"test_a": ("losses.softmax", "losses.loss")}, result("test_a", F))
    assert {name: state.state for name, state in found.items()} == {
        "softmax": "unseen",
        "loss": "wrong",
    }


def test_functions_of_several_parts_are_named_with_their_part() -> None:
    found = of({"test_a": ("nll.loss",)}, result("test_a", P), parts=TWO)
    assert list(found) == ["losses.softmax", "losses.loss", "nll.loss"]
    assert found["nll.loss"].state == "right"


def test_a_check_that_calls_no_function_is_listed_under_its_group() -> None:
    found = of({}, result("test_a", F))
    assert found["losses"].results == (result("test_a", F),)


def test_a_share_of_the_points_is_right_in_part() -> None:
    calls = {"test_a": ("losses.softmax",)}
    assert of(calls, result("test_a", P, 1.0))["softmax"].partly
    assert not of(calls, result("test_a", P, 2.0))["softmax"].partly
