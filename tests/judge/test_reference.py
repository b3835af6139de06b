"""`reference`: the solution in the judge, called like a submission."""

from __future__ import annotations

from types import ModuleType

from grader.checks import inout
from grader.judge.reference import Memo, reference_of
from grader.model import Part

PART = Part(name="work", file="work.py", functions=())


def module(source: str) -> ModuleType:
    made = ModuleType("work")
    exec(source, vars(made))
    return made


def test_what_inout_marks_is_changed_in_place() -> None:
    counting = module("def count(state): state['n'] = state.get('n', 0) + 1")
    reference = reference_of((PART,), {"work": counting}, Memo())
    state: dict[str, int] = {}
    for _ in range(2):
        reference.count(inout(state))
    assert state == {"n": 2}


def test_given_is_there_for_what_the_solution_needs() -> None:
    modules = {"work": module("def f(x): return x"), "given": module("def make(): return 5")}
    assert reference_of((PART,), modules, Memo()).given.make() == 5
