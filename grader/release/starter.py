"""A starter made from the reference: marked bodies out, signatures and docstrings kept. Pure."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.errors import CourseError
from grader.release.markers import Region, RegionKind, regions

_ONLY_FOR_TYPES = ("__future__", "typing", "numpy.typing", "collections.abc")
"""Modules whose names stand in annotations alone, which starters do not have."""
_STOP = "raise NotImplementedError"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Edit:
    """Lines `first` to `last`, counted from 1, become `lines`."""

    first: int
    last: int
    lines: tuple[str, ...]


def starter_of(source: str, name: str) -> str:
    """The starter of a reference file.

    A marked region becomes `raise NotImplementedError` inside a function and nothing elsewhere;
    annotations, and imports that only those need, go. `name` is the file's, for errors: CourseError
    when marks do not fit, or when the file before or after is no Python.
    """
    lines = source.splitlines()
    functions = list(_functions(_parsed(source, name)))
    edits = [_edit(lines, region, functions) for region in regions(lines, name)]
    without = "\n".join(_tidied(_applied(lines, edits))) + "\n"
    tree = _parsed(without, f"the starter made from {name}")
    bare = _applied(without.splitlines(), list(_types_out(tree, without)))
    return "\n".join(_tidied(bare)) + "\n"


def _parsed(source: str, name: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise CourseError(f"{name}:{error.lineno}: this is no Python: {error.msg}") from error


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


# --- regions ----------------------------------------------------------------------------------


def _edit(lines: Sequence[str], region: Region, functions: Sequence[Function]) -> Edit:
    marked = lines[region.first - 1 : region.last]
    if region.kind is RegionKind.PROMPT:
        return Edit(region.first, region.last, tuple(marked[1:-1]))
    if region.kind is RegionKind.SOLUTION and any(
        _holds(function, region) for function in functions
    ):
        return Edit(region.first, region.last, (_indentation(marked) + _STOP,))
    return Edit(region.first, region.last, ())


def _holds(function: Function, region: Region) -> bool:
    """Whether a region lies in the body of a function; a mark after its last statement counts."""
    last = function.end_lineno or function.lineno
    return function.lineno < region.first and region.first <= last


def _indentation(lines: Sequence[str]) -> str:
    first = lines[0]
    return first[: len(first) - len(first.lstrip())]


def _applied(lines: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    changed = list(lines)
    for edit in sorted(edits, key=lambda edit: edit.first, reverse=True):
        changed[edit.first - 1 : edit.last] = edit.lines
    return changed


def _tidied(lines: Sequence[str]) -> Iterator[str]:
    """Two empty lines before functions and classes, one elsewhere, and no stop after a stop."""
    empty, previous = 0, None
    for line in lines:
        if not line.strip():
            empty += 1
            continue
        if line.strip() == _STOP and line == previous:
            continue
        most = 2 if line.startswith(("def ", "async def ", "class ", "@", "#")) else 1
        if previous is not None:
            yield from [""] * min(empty, most)
        yield line
        empty, previous = 0, line


# --- types ------------------------------------------------------------------------------------


def _types_out(tree: ast.Module, source: str) -> Iterator[Edit]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module in _ONLY_FOR_TYPES:
            yield Edit(node.lineno, node.end_lineno or node.lineno, ())
    for function in _functions(tree):
        if _annotated(function):
            yield _signature(function, source)


def _annotated(function: Function) -> bool:
    arguments = function.args
    everything = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    everything += [arg for arg in (arguments.vararg, arguments.kwarg) if arg]
    return function.returns is not None or any(arg.annotation for arg in everything)


def _signature(function: Function, source: str) -> Edit:
    """The `def` line or lines without annotations, on one line."""
    for arg in ast.walk(function.args):
        if isinstance(arg, ast.arg):
            arg.annotation = None
    indent = " " * function.col_offset
    keyword = "async def" if isinstance(function, ast.AsyncFunctionDef) else "def"
    head = f"{indent}{keyword} {function.name}({ast.unparse(function.args)}):"
    return Edit(function.lineno, _last_line_of_head(function, source), (head,))


def _last_line_of_head(function: Function, source: str) -> int:
    """The line of the colon that ends a signature; a body on the same line is refused."""
    first = function.body[0].lineno
    lines = source.splitlines()
    for number in range(function.lineno, first):
        if lines[number - 1].split("#")[0].rstrip().endswith(":"):
            return number
    raise CourseError(
        f"line {function.lineno}: the body of {function.name} stands beside its signature",
        hint="Give the body lines of its own.",
    )
