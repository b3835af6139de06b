"""A known mistake as a submission: the reference, with the wrong version in its place. Pure."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from grader.model import SourceFile

MODULE = "known_mistakes"
"""The module that brings the wrong versions into the submission."""
REGISTERING = frozenset({"mistake", "again"})
"""Decorators that register a wrong version; they mean nothing in a sandbox."""


def with_mistake(
    reference: Iterable[SourceFile], file: str, function: str, wrong: str, source: str
) -> tuple[SourceFile, ...]:
    """The files of `reference`, where `function` of `file` is `wrong` of the file `source`.

    The wrong version is imported at the end of the part's file, under the name of the right one, so
    that the other functions of the part call it, too. Everything else of `mistakes.py` stays in a
    module of its own, where its names get in nobody's way.
    """
    line = f"\n\nfrom {MODULE} import {wrong} as {function}\n".encode()
    changed = (
        SourceFile(path=each.path, data=each.data + line) if each.path == file else each
        for each in reference
    )
    module = SourceFile(path=f"{MODULE}.py", data=unregistered(source).encode())
    return tuple(sorted((*changed, module), key=lambda each: each.path))


def unregistered(source: str) -> str:
    """A `mistakes.py` or `again.py` that needs no grader: no imports of it, no decorators."""
    return ast.unparse(ast.fix_missing_locations(_WithoutGrader().visit(ast.parse(source))))


class _WithoutGrader(ast.NodeTransformer):
    def visit_Import(self, node: ast.Import) -> ast.Import | None:
        node.names = [alias for alias in node.names if not _is_ours(alias.name)]
        return node if node.names else None

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom | None:
        return None if _is_ours(node.module or "") else node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.decorator_list = [each for each in node.decorator_list if not _registers(each)]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        node.decorator_list = [each for each in node.decorator_list if not _registers(each)]
        return node


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == "grader"


def _registers(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in REGISTERING
