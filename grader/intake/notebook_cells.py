"""A notebook of a submission as sources, one a cell, and the choice of the one that counts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from grader.intake import caps
from grader.intake.notebook_reading import NoNotebook, Notebook, read_notebook
from grader.intake.part_matching import is_near
from grader.intake.safe_names import shown
from grader.intake.tree import File, Refused, TreeEntry, Unreadable
from grader.model import Part, SourceFile

_CELL = ", cell "
"""Between the name of a notebook and the number of a cell, in the path of a source."""


def notebook_at(node: TreeEntry, parts: Sequence[Part]) -> Notebook:
    """Read a notebook. Raises `Unreadable`."""
    if isinstance(node, Refused):
        raise Unreadable(node.where, node.reason)
    if not isinstance(node, File):
        raise Unreadable(node.where, "is a folder")
    try:
        return read_notebook(node.read(caps.NOTEBOOK), parts)
    except NoNotebook as refusal:
        raise Unreadable(node.where, str(refusal)) from None


def sources_of(notebook: Notebook, name: str, parts: Sequence[Part]) -> Iterator[SourceFile]:
    """The cells that run for any of `parts`, in order; `name` is the notebook's."""
    wanted = [part.name for part in parts]
    for cell in notebook.cells:
        cell_of = tuple(part for part in wanted if cell.part in ("", part))
        if cell_of:
            path = f"{name}{_CELL}{cell.number}"
            yield SourceFile(
                path=path, data=cell.source.encode("utf-8", "replace"), cell_of=cell_of
            )


def place_of(path: str) -> tuple[str, int]:
    """The notebook of a cell's source, and the number of the cell among the code cells."""
    name, _, number = path.rpartition(_CELL)
    return name, int(number)


def the_notebook(nodes: Iterable[TreeEntry], assignment: str, where: str) -> TreeEntry:
    """The one that counts: the only one, or the only one named after the assignment.

    Raises `Unreadable` when more than one could be meant.
    """
    found = list(nodes)
    named = [node for node in found if is_near(node.name, f"{assignment}.ipynb")]
    chosen = found if len(found) == 1 else named
    if len(chosen) != 1:
        names = ", ".join(shown(node.name) for node in found[:5])
        raise Unreadable(where, f"holds several notebooks ({names}); keep one")
    return chosen[0]


def is_unwritten(source: bytes, part: Part) -> bool:
    """Whether a part is still the starter: each of its functions raises NotImplementedError."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    functions = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in part.functions
    ]
    return all(_only_raises(function.body) for function in functions)


def has_written(notebook: Notebook, part: Part) -> bool:
    """Whether a notebook holds work on a part: a function of it that is not the starter's."""
    return any(
        not is_unwritten(cell.source.encode("utf-8", "replace"), part)
        for cell in notebook.cells
        if cell.part in ("", part.name)
    )


def _only_raises(body: Sequence[ast.stmt]) -> bool:
    last = body[-1]
    rest = [node for node in body[:-1] if not isinstance(node, ast.Expr)]
    return not rest and isinstance(last, ast.Raise) and "NotImplementedError" in ast.dump(last)
