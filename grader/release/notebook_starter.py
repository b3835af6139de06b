"""A notebook made from a handout and starters: formulas, one function a cell, cells that check."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.model import Part

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook_of(handout: str, starters: Mapping[str, str], parts: Sequence[Part]) -> str:
    """The notebook of an assignment, as JSON of nbformat 4.5; the same input gives the same text.

    `starters` holds the source of each part by its name. Each part has a section of its own; its
    code cells carry the part's name in their metadata, by which it is found again when the
    notebook is handed in.
    """
    cells = [new_markdown_cell(handout.strip()), new_code_cell("%load_ext grader")]
    for number, part in enumerate(parts, 1):
        if len(parts) > 1:
            cells.append(new_markdown_cell(f"# Part {number}: `{part.file}`"))
        cells += _section(starters[part.name], part)
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number:02d}"
    notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def _section(starter: str, part: Part) -> Iterator[nbformat.NotebookNode]:
    metadata = {"grader": {"part": part.name}}
    about, pieces = split(starter)
    if about:
        yield new_markdown_cell(about)
    for name, piece in pieces:
        yield new_code_cell(piece, metadata=metadata)
        if name in part.functions:
            yield new_code_cell(f"%grader {part.name}.{name}", metadata={"tags": ["check"]})


def split(source: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A file's docstring, and its code in pieces: each function or class alone, with its name.

    What stands between two of them is one piece without a name. Comments above a function are its.
    """
    tree = ast.parse(source)
    lines = source.splitlines()
    about = ast.get_docstring(tree) or ""
    begin = (tree.body[0].end_lineno or 0) if about else 0
    ranges: list[tuple[str, int, int]] = []
    for statement in tree.body[1:] if about else tree.body:
        end = statement.end_lineno or statement.lineno
        name = getattr(statement, "name", "")
        if not name and ranges and not ranges[-1][0]:
            ranges[-1] = ("", ranges[-1][1], end)
        else:
            ranges.append((name, begin, end))
        begin = end
    return about, tuple((name, "\n".join(lines[a:b]).strip("\n")) for name, a, b in ranges)
