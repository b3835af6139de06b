"""Known mistakes: functions that are registered as wrong versions, each with its hint."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, TypeVar

from grader.errors import CourseError
from grader.model import Record

F = TypeVar("F", bound=Callable[..., Any])

_ATTRIBUTE = "mistake"
_AGAIN = "mistake_again"


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


def again(id: str) -> Callable[[F], F]:
    """Register the decorated function of an `again.py` as a mistake's second realisation.

    The same mistake as another person writes it: a loop or einsum, another cache. A mistake proves
    nothing about itself, so naming is measured on these.
    """

    def register(wrong_version: F) -> F:
        setattr(wrong_version, _AGAIN, id)
        return wrong_version

    return register


def again_in(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The second realisations of a module, by the id of the mistake; two of one are an error."""
    found: dict[str, Callable[..., Any]] = {}
    for value in vars(module).values():
        id = getattr(value, _AGAIN, None)
        if not isinstance(id, str):
            continue
        if id in found:
            raise CourseError(
                f"{module.__name__} realises {id!r} twice.",
                hint="One second realisation of a mistake is enough: remove one.",
            )
        found[id] = value
    return found


def needs_second(assignment: str, ids: Sequence[str]) -> tuple[str, ...]:
    """The third of the mistakes (rounded up) that needs a second realisation, in their order.

    Chosen by SHA-256 of "assignment/id", so that nobody picks the easy ones.
    """
    by_lot = sorted(ids, key=lambda id: hashlib.sha256(f"{assignment}/{id}".encode()).digest())
    chosen = set(by_lot[: -(-len(ids) // 3)])
    return tuple(id for id in ids if id in chosen)
