"""Wrong versions that students really write, each with its hint."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar

from grader.errors import CourseError
from grader.model import Record

F = TypeVar("F", bound=Callable[..., Any])

_ATTRIBUTE = "mistake"


class Mistake(Record):
    """A known mistake: a wrong version of one function."""

    id: str
    """For example "LOSS-01"; unique within an assignment."""
    of: str
    """The function it replaces, "part.function"."""
    hint: str
    """One or two sentences on the likely cause; never the solution line."""
    source: str
    """The document and heading, or the catalogue entry, where it comes from."""


def mistake(id: str, of: str, hint: str, source: str) -> Callable[[F], F]:
    """Register the decorated function of a `mistakes.py` as a wrong version of `part.function`."""
    part, _, function = of.partition(".")
    if not (id and hint and part.isidentifier() and function.isidentifier()):
        raise CourseError(
            f"The mistake {id!r} of {of!r} is incomplete.",
            hint='Write @mistake("LOSS-01", of="part.function", hint="...", source="...").',
        )
    record = Mistake(id=id, of=of, hint=hint, source=source)

    def register(wrong_version: F) -> F:
        setattr(wrong_version, _ATTRIBUTE, record)
        return wrong_version

    return register


def mistakes_in(module: ModuleType) -> tuple[tuple[Mistake, Callable[..., Any]], ...]:
    """The mistakes of a module in the order in which they are written; two alike are an error."""
    found: dict[str, tuple[Mistake, Callable[..., Any]]] = {}
    for value in vars(module).values():
        record = getattr(value, _ATTRIBUTE, None)
        if not isinstance(record, Mistake):
            continue
        if record.id in found:
            raise CourseError(
                f"{module.__name__} has two mistakes with the id {record.id!r}.",
                hint="Give each its own id; reports and the tests of the checks name them by it.",
            )
        found[record.id] = (record, value)
    return tuple(found.values())
