"""A second realisation of a mistake gives the mistake's values, by code of its own."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.assignments import open_course
from grader.checks import mistakes_in
from grader.checks.mistake_registry import again_in, needs_second
from grader.judge.reference import load_module
from grader.validate.agreeing import disagreement
from tests.references.inputs import INPUTS, traces

COURSE = open_course(Path(__file__).parents[2])
DRAWS = 23


def module(assignment: str, name: str) -> ModuleType:
    return load_module(
        COURSE.assignment(assignment).reference / f"{name}.py", f"{assignment}{name}"
    )


def seconds(assignment: str) -> dict[str, Callable[..., Any]]:
    return again_in(module(assignment, "again"))


def difference(of: str, first: Callable[..., Any], second: Callable[..., Any]) -> str:
    """Where two realisations differ first; empty when nowhere."""
    for seed in range(DRAWS):
        ours = INPUTS[of](np.random.default_rng(seed))
        theirs = copy.deepcopy(ours)
        with np.errstate(all="ignore"):
            found = disagreement(first(*ours), second(*theirs))
        if found := found or disagreement(traces(ours), traces(theirs)):
            return found
    return ""


EVERY = pytest.mark.parametrize(
    "assignment", [id for id in COURSE.ids if COURSE.assignment(id).again is not None]
)


@EVERY
def test_both_realisations_give_the_same_values(assignment: str) -> None:
    second = seconds(assignment)
    differences = {
        known.id: difference(known.of, first, second[known.id])
        for known, first in mistakes_in(module(assignment, "mistakes"))
        if known.id in second and known.of in INPUTS
    }
    assert {id: found for id, found in differences.items() if found} == {}


@EVERY
def test_the_chosen_third_has_a_second_realisation(assignment: str) -> None:
    ids = tuple(known.id for known, _ in mistakes_in(module(assignment, "mistakes")))
    assert set(seconds(assignment)) == set(needs_second(assignment, ids))


@EVERY
def test_no_code_is_shared_with_the_first(assignment: str) -> None:
    bodies = [
        {
            ast.unparse(node.body)
            for node in ast.walk(
                ast.parse(Path(str(module(assignment, name).__file__)).read_text())
            )
            if isinstance(node, ast.Lambda)
        }
        | {
            "\n".join(map(ast.unparse, node.body))
            for node in ast.walk(
                ast.parse(Path(str(module(assignment, name).__file__)).read_text())
            )
            if isinstance(node, ast.FunctionDef)
        }
        for name in ("mistakes", "again")
    ]
    assert not bodies[0] & bodies[1]
