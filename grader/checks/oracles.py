"""Oracles: independent implementations, with which `grader validate` compares the reference."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar

from grader.errors import CourseError

F = TypeVar("F", bound=Callable[..., Any])

_ATTRIBUTE = "oracle"


def oracle(of: str) -> Callable[[F], F]:
    """Register the decorated function of an `oracle.py` as an independent `part.function`.

    It takes the arguments of the reference's function and returns what that should return, from
    other sources: torch in float64 and its autograd, for instance. NumPy in, NumPy out.
    """
    part, _, function = of.partition(".")
    if not (part.isidentifier() and function.isidentifier()):
        raise CourseError(
            f"The oracle of {of!r} names no function.",
            hint='Write @oracle("part.function").',
        )

    def register(independent: F) -> F:
        setattr(independent, _ATTRIBUTE, of)
        return independent

    return register


def oracles_in(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The oracles of a module, by the `part.function` that each is of; two of one are an error."""
    found: dict[str, Callable[..., Any]] = {}
    for value in vars(module).values():
        of = getattr(value, _ATTRIBUTE, None)
        if not isinstance(of, str):
            continue
        if of in found:
            raise CourseError(
                f"{module.__name__} has two oracles of {of}.",
                hint="Keep one: two that agree say no more, and two that differ are a mistake.",
            )
        found[of] = value
    return found
