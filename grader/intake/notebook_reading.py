"""Notebooks as students hand them in: code cells, and which part each belongs to. Pure."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.intake.magics import python_of
from grader.model import Part, Record

MOST_CELLS = 2_000


class NoNotebook(ValueError):
    """The file is no notebook; the message says why."""


class Cell(Record):
    """A code cell."""

    number: int
    """Its place among the code cells, from 1."""
    part: str
    """The part that it belongs to; empty for all of them."""
    source: str
    """Python, with the lines of the cell at their places."""


class Notebook(Record):
    """What a notebook holds for the judge."""

    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()


def read_notebook(data: bytes, parts: Sequence[Part]) -> Notebook:
    """The code of a notebook of any version since 3. Raises `NoNotebook`.

    A code cell belongs to the part that its metadata names, else to that of the section it stands
    in (a heading with the part's file name), else to the one part that has a function it defines.
    What stands before the first part belongs to all of them. So does, in a notebook that names no
    part anywhere, what defines no function of a part.
    """
    found: list[Cell] = []
    notes: list[str] = []
    cells = _cells(data)
    belonging = _Sections(parts) if _names_parts(cells, parts) else _CellOrder(parts)
    for cell in cells:
        source = _text(cell.get("source", ""))
        if cell.get("cell_type") != "code":
            belonging.heading(_section(source, parts))
            continue
        python, left_out = python_of(source)
        part = belonging.part(_named(cell, parts), frozenset(definitions(python)))
        number = len(found) + 1
        found.append(Cell(number=number, part=part, source=python))
        if left_out:
            notes.append(f"in code cell {number}, {_were_left_out(left_out)}")
    if not found:
        raise NoNotebook("has no code cell")
    return Notebook(cells=tuple(found), notes=(*notes, *_twice(found, parts)))


def _cells(data: bytes) -> list[Mapping[str, Any]]:
    try:
        text = data.decode("utf-8-sig")
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoNotebook(f"is no notebook: it is not valid JSON ({error})") from None
    if not isinstance(raw, dict):
        raise NoNotebook("is no notebook: its JSON is no object")
    newer = raw.get("cells")
    cells = newer if isinstance(newer, list) else _upgraded(text)
    if not all(isinstance(cell, dict) for cell in cells):
        raise NoNotebook("is no notebook: its cells are no objects")
    if len(cells) > MOST_CELLS:
        raise NoNotebook(f"has more than {MOST_CELLS} cells")
    return cells


def _upgraded(text: str) -> list[Mapping[str, Any]]:
    """The cells of a notebook before version 4, as version 4 has them."""
    import nbformat  # slow to import, and notebooks like these are rare

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(nbformat.reads(text, as_version=4).cells)
    except Exception:  # the library raises what it likes on notebooks that are none
        raise NoNotebook("is no notebook: it has no cells") from None


def _text(source: object) -> str:
    """The source of a cell: a string, or a list of lines."""
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _named(cell: Mapping[str, Any], parts: Sequence[Part]) -> str:
    metadata = cell.get("metadata")
    ours = metadata.get("grader") if isinstance(metadata, dict) else None
    name = ours.get("part") if isinstance(ours, dict) else None
    return name if name in {part.name for part in parts} else ""


def _section(markdown: str, parts: Sequence[Part]) -> str:
    """The part whose file a heading names, or empty."""
    headings = [line for line in markdown.splitlines() if line.lstrip().startswith("#")]
    for part in parts:
        if any(re.search(rf"\b{re.escape(part.file)}\b", line) for line in headings):
            return part.name
    return ""


def _names_parts(cells: Sequence[Mapping[str, Any]], parts: Sequence[Part]) -> bool:
    """Whether any cell says which part it is of."""
    return len(parts) == 1 or any(
        _named(cell, parts)
        or (cell.get("cell_type") != "code" and _section(_text(cell.get("source", "")), parts))
        for cell in cells
    )


def _were_left_out(things: Sequence[str]) -> str:
    different = list(dict.fromkeys(things))
    return f"{' and '.join(different)} {'was' if len(different) == 1 else 'were'} left out"


def _twice(cells: Sequence[Cell], parts: Sequence[Part]) -> Iterator[str]:
    """What is to be said of functions that more than one cell defines."""
    for part in parts:
        of_part = [cell for cell in cells if cell.part in ("", part.name)]
        for function in part.functions:
            places = [cell.number for cell in of_part if function in definitions(cell.source)]
            if len(places) > 1:
                listed = ", ".join(map(str, places))
                yield f"{function} is defined in code cells {listed}; the last one counts"


def definitions(source: str) -> Iterator[str]:
    """Names of functions and classes that a cell defines, even if it is no Python as a whole."""
    for match in re.finditer(r"^(?:async\s+)?(?:def|class)\s+(\w+)", source, re.MULTILINE):
        yield match[1]


class _Sections:
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


class _CellOrder:
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
