"""Oracles: registered on the function, found in the module by what they are of."""

from __future__ import annotations

from types import ModuleType

import pytest

from grader.checks import oracle, oracles_in
from grader.errors import CourseError


def module_with(**functions: object) -> ModuleType:
    module = ModuleType("oracle")
    vars(module).update(functions)
    return module


def double(x: float) -> float:
    return x + x


def test_an_oracle_is_found_by_the_function_it_is_of() -> None:
    registered = oracle("work.double")(double)
    assert registered is double
    assert oracles_in(module_with(anything=registered, other=abs)) == {"work.double": double}


def test_two_oracles_of_one_function_are_a_mistake_of_the_course() -> None:
    one, other = oracle("work.double")(lambda x: 2 * x), oracle("work.double")(lambda x: x + x)
    with pytest.raises(CourseError, match=r"two oracles of work\.double"):
        oracles_in(module_with(one=one, other=other))


@pytest.mark.parametrize("of", ["double", "work.", "work.double.more", ""])
def test_an_oracle_says_of_which_function_it_is(of: str) -> None:
    with pytest.raises(CourseError, match="names no function"):
        oracle(of)
