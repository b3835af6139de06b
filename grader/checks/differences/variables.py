"""What a check differentiates with respect to: an argument, or a value in a dict argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.calls.calling import Arguments
from grader.checks.kinds import describe
from grader.errors import CourseError

Wrt = int | str | Sequence[int | str]
"""The number of an argument, the key of a value in a dict argument, or several of both."""


@dataclass(frozen=True)
class InputVariable:
    """Where in the arguments a value stands; `key` is empty when it is the argument itself."""

    argument: int
    key: str = ""

    @property
    def word(self) -> str:
        return self.key or f"argument {self.argument}"

    def of(self, args: Sequence[object]) -> object:
        """The value in these arguments."""
        value: Any = args[self.argument]
        return value[self.key] if self.key else value

    def replaced(self, args: Arguments, value: object) -> Arguments:
        """The arguments with another value there; nothing is changed in place."""
        old: Any = args[self.argument]
        new = {**old, self.key: value} if self.key else value
        return (*args[: self.argument], new, *args[self.argument + 1 :])


def variables_of(wrt: Wrt, args: Sequence[object]) -> list[InputVariable]:
    """The variables that an author named.

    Raises `CourseError` for a key that is not in exactly one dict, and for a value that is neither
    a float nor an array of float64 with entries: differences need the digits.
    """
    places = [wrt] if isinstance(wrt, (int, str)) else list(wrt)
    variables = [
        InputVariable(_holder(p, args), p) if isinstance(p, str) else InputVariable(p)
        for p in places
    ]
    for variable in variables:
        _require_float64(variable, args)
    return variables


def _holder(key: str, args: Sequence[object]) -> int:
    """The number of the only dict argument that has this key."""
    holders = [i for i, value in enumerate(args) if isinstance(value, dict) and key in value]
    if len(holders) != 1:
        raise CourseError(
            f"A check differentiates by {key!r}, which is in {len(holders)} of the dict arguments.",
            hint="A key must be in exactly one dict among the arguments.",
        )
    return holders[0]


def _require_float64(variable: InputVariable, args: Sequence[object]) -> None:
    value = variable.of(args)
    is_array = type(value) is np.ndarray and value.dtype == np.float64 and value.size > 0
    if not is_array and type(value) is not float:
        raise CourseError(
            f"A check differentiates by {variable.word}, which is {describe(value)}.",
            hint="Differences need an array of float64 that is not empty, or a float.",
        )
