"""Known mistakes are named; everything else is met with silence."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.assignments import open_course
from grader.far.boot import environment

ROOT = Path(__file__).parents[2]
COURSE = open_course(ROOT)
MEASURED = ("a01_neuron", "a03_losses", "a05_linear_models")
EVERY = pytest.mark.parametrize("assignment", MEASURED)


@cache
def measured(assignment: str) -> dict[str, Any]:
    """What is named, see `tests.judge.naming`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.judge.naming", str(ROOT), assignment],
        capture_output=True,
        cwd=ROOT,
        env={**environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@EVERY
def test_every_mistake_that_fails_a_check_is_named(assignment: str) -> None:
    caught = {id: names for id, (names, failed) in measured(assignment)["first"].items() if failed}
    assert caught == {id: [id] for id in caught}


@EVERY
def test_a_second_realisation_is_never_called_by_another_name(assignment: str) -> None:
    seconds = measured(assignment)["again"]
    assert seconds
    assert all(set(names) <= {id} for id, (names, _) in seconds.items())
    assert sum(bool(names) for names, _ in seconds.values()) >= 0.8 * len(seconds)


@EVERY
def test_of_two_mistakes_at_once_only_these_two_are_named(assignment: str) -> None:
    for name, (names, _) in measured(assignment)["doubles"].items():
        assert set(names) <= set(name.split("+")), name


@EVERY
def test_a_right_solution_and_garbage_have_no_mistake_with_a_name(assignment: str) -> None:
    assert {name for name, (names, _) in measured(assignment)["others"].items() if names} == set()
    garbage = {k: failed for k, (_, failed) in measured(assignment)["others"].items() if k != "ada"}
    assert all(garbage.values())
