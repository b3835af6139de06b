"""Names in a submission that staff should look at, such as `numpy.polyfit`. Pure.

The packages that an assignment allows may hold the very function that students are to write. A
mention of it is no proof of anything (it may stand in a comparison of the student's own), so it
costs nothing: it is a note for a person. The scan reads source text and follows the common ways to
reach a name; it does not try to see through somebody who hides one.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping, Sequence

from grader.model import SourceFile

TOO_LARGE = 1_000_000
"""Bytes; larger files are not read."""


def suspect_uses(files: Sequence[SourceFile], suspects: Sequence[str]) -> tuple[str, ...]:
    """A sentence for each place where a file mentions one of `suspects`, in order.

    Each suspect is a whole dotted name. What is no Python is passed over. What one cell of a
    notebook imports is known in all of them.
    """
    if not suspects:
        return ()
    nodes = {file.path: _nodes(file) for file in files}
    in_cells = [node for file in files if file.cell_of for node in nodes[file.path]]
    found: dict[str, None] = {}
    for file in files:
        importing = in_cells if file.cell_of else nodes[file.path]
        for line, name in sorted(_mentions(nodes[file.path], importing)):
            if name in suspects:
                found[f"{file.path}, line {line} mentions {name}"] = None
    return tuple(found)


def _nodes(file: SourceFile) -> list[ast.AST]:
    """The syntax of a file or a cell; none where it is no Python."""
    if not (file.path.endswith(".py") or file.cell_of) or len(file.data) > TOO_LARGE:
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the submission's odd literals
            return list(ast.walk(ast.parse(file.data)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _mentions(nodes: Sequence[ast.AST], importing: Sequence[ast.AST]) -> set[tuple[int, str]]:
    """All names of modules' contents, by line: `(3, "numpy.polyfit")`."""
    meaning, stars = _imported(importing)
    return {
        (line, name)
        for node in nodes
        for line, dotted in _dotted(node)
        for name in _full_names(dotted, meaning, stars)
    }


def _imported(nodes: Sequence[ast.AST]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What imported names mean, and the modules that all names were imported from."""
    meaning: dict[str, str] = {}
    stars: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                meaning[alias.asname or whole] = whole
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                meaning[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                stars += [node.module] if alias.name == "*" else []
    return meaning, tuple(stars)


def _full_names(dotted: str, meaning: Mapping[str, str], stars: Sequence[str]) -> Iterator[str]:
    """What `np.polyfit` may be: the first name says which import it comes from."""
    first, dot, rest = dotted.partition(".")
    if first in meaning:
        yield f"{meaning[first]}{dot}{rest}"
    else:
        yield from (f"{module}.{dotted}" for module in stars)


def _dotted(node: ast.AST) -> Iterator[tuple[int, str]]:
    """A name, a chain of attributes, or `getattr(np, "polyfit")`: its line and dotted name."""
    if isinstance(node, ast.Call) and _is_getattr(node):
        owner, name = node.args[:2]
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield from ((node.lineno, f"{dotted}.{name.value}") for _, dotted in _dotted(owner))
    elif isinstance(node, ast.Name | ast.Attribute):
        names: list[str] = []
        inner: ast.AST = node
        while isinstance(inner, ast.Attribute):
            names.append(inner.attr)
            inner = inner.value
        owners = [inner.id] if isinstance(inner, ast.Name) else [d for _, d in _dotted(inner)]
        yield from ((node.lineno, ".".join((owner, *reversed(names)))) for owner in owners)


def _is_getattr(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "getattr" and len(call.args) >= 2
