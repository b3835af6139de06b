"""Known mistakes are registered by a decorator and listed by module."""

from __future__ import annotations

from types import ModuleType

import pytest

from grader.checks import Mistake, mistake, mistakes_in
from grader.errors import CourseError


def module_of(**functions: object) -> ModuleType:
    module = ModuleType("mistakes")
    vars(module).update(functions)
    return module


@mistake("LOSS-01", of="losses.softmax_loss", hint="Divide by N once.", source="D2, Softmax")
def sum_not_mean(z: float) -> float:
    return z


def test_mistakes_are_listed_with_their_functions_in_order() -> None:
    @mistake("LOSS-02", of="losses.softmax_loss", hint="h", source="s")
    def other(z: float) -> float:
        return -z

    module = module_of(pi=3.14, helper=len, first=sum_not_mean, second=other)
    (first, function), (second, _) = mistakes_in(module)
    assert first == Mistake(
        id="LOSS-01", of="losses.softmax_loss", hint="Divide by N once.", source="D2, Softmax"
    )
    assert function(2.0) == 2.0
    assert second.id == "LOSS-02"


def test_two_mistakes_with_one_id_are_an_error_of_the_course() -> None:
    with pytest.raises(CourseError, match="LOSS-01"):
        mistakes_in(module_of(first=sum_not_mean, again=sum_not_mean))


@pytest.mark.parametrize("of", ["softmax_loss", "losses.", ".softmax", "a.b.c", "losses softmax"])
def test_a_mistake_is_of_a_part_and_a_function(of: str) -> None:
    with pytest.raises(CourseError, match="incomplete"):
        mistake("LOSS-01", of=of, hint="h", source="s")
