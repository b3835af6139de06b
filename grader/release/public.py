"""The public part of a check file: hidden checks, and all that only they need, cut out. Pure."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

_ALWAYS = frozenset({"pytestmark", "__all__"})


def public_part(source: str, hidden: Collection[str]) -> str:
    """A check file without the checks named in `hidden`; empty when no check is left.

    Functions, classes, constants and imports that nothing left uses go with them, and so do the
    comments above and the file's docstring: nothing in the text tells what a hidden check looks at.
    """
    tree = ast.parse(source)
    kept = [node for node in tree.body if not _names(node) & set(hidden)]
    if kept != tree.body and ast.get_docstring(tree) is not None:
        kept = kept[1:]
    while (fewer := [node for node in kept if _is_needed(node, kept)]) != kept:
        kept = fewer
    if not any(isinstance(node, ast.FunctionDef) and _is_check(node.name) for node in kept):
        return ""
    return "\n".join(_remaining(tree, kept, source.splitlines())).strip("\n") + "\n"


def _remaining(tree: ast.Module, kept: Collection[ast.stmt], lines: list[str]) -> Iterator[str]:
    used = {name for node in kept for name in _used(node)}
    empty = 0
    for node in tree.body:
        first = _first_line(node, lines)
        begin = first
        while begin > 1 and not lines[begin - 2].strip():
            begin -= 1
        empty = max(empty, first - begin)
        if node in kept:
            yield from [""] * empty
            yield from _text(node, lines[first - 1 : node.end_lineno], used)
            empty = 0


def _is_needed(node: ast.stmt, kept: Collection[ast.stmt]) -> bool:
    """Whether a statement defines a check, or a name that another one uses, or nothing at all."""
    names = _names(node)
    if not names or any(_is_check(name) for name in names) or names & _ALWAYS:
        return True
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return True
    return any(names & set(_used(other)) for other in kept if other is not node)


def _is_check(name: str) -> bool:
    return name.startswith("test_")


def _names(node: ast.stmt) -> set[str]:
    """The names that a statement at the top of a file defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {(alias.asname or alias.name).partition(".")[0] for alias in names}
        case ast.Assign(targets=targets):
            return {name for target in targets for name in _targets(target)}
        case ast.AnnAssign(target=target):
            return set(_targets(target))
    return set()


def _targets(target: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _used(node: ast.stmt) -> Iterator[str]:
    """Names that a statement reads; fixtures are read as parameters."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
            yield inner.id
        elif isinstance(inner, ast.arg):
            yield inner.arg


def _first_line(node: ast.stmt, lines: list[str]) -> int:
    """Where a statement begins with its decorators and the comment above."""
    first = min(inner.lineno for inner in (node, *getattr(node, "decorator_list", ())))
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    return int(first)


def _text(node: ast.stmt, lines: list[str], used: Collection[str]) -> list[str]:
    """A statement as it stands; of an import, only what is used."""
    if not isinstance(node, ast.ImportFrom) or node.module == "__future__":
        return lines
    node.names = [alias for alias in node.names if (alias.asname or alias.name) in used]
    return [ast.unparse(node)]
