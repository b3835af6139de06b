"""Which part of an assignment a cell of a notebook belongs to. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Part


class Sections:
    """In a notebook that names its parts: by headings, or in the metadata of cells."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._section = parts[0].name if len(parts) == 1 else ""

    def heading(self, part: str) -> None:
        """A heading that names a part, or none (empty), was passed."""
        self._section = part or self._section

    def part(self, named: str, defined: frozenset[str]) -> str:
        """The part of the next cell, which names one or does not; empty: it belongs to all."""
        owners = _owners(defined, self._parts)
        self._section = named or (owners[0] if len(owners) == 1 else self._section)
        return self._section


class CellOrder:
    """In a notebook that names no part: by the functions that cells define, in the parts' order."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._has: dict[str, set[str]] = {part.name: set() for part in parts}
        self._at = ""

    def heading(self, part: str) -> None:
        """There are no headings that name a part."""

    def part(self, named: str, defined: frozenset[str]) -> str:
        """The part of the next cell; empty: it belongs to all.

        A function that several parts have goes to the first of them that still lacks it.
        """
        owners = _owners(defined, self._parts)
        if not owners:
            return ""
        lacking = [name for name in owners if not defined <= self._has[name]]
        at_hand = self._at if self._at in owners else owners[-1]
        self._at = lacking[0] if lacking else at_hand
        self._has[self._at] |= defined
        return self._at


def _owners(defined: frozenset[str], parts: Sequence[Part]) -> list[str]:
    """The parts that have a function which a cell defines."""
    return [part.name for part in parts if not defined.isdisjoint(part.functions)]
