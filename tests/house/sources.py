"""The project's files, for the rules that all of them keep."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "grader"


def tracked(*patterns: str) -> list[Path]:
    """The files that belong to the project: known to git, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def name_of(path: Path) -> str:
    """A file's path in the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules() -> dict[str, Path]:
    """The modules of the package by their names below it: `judge.worker.client`."""
    return {_module(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text())


@cache
def imports_of(module: str) -> frozenset[str]:
    """Everything that a module imports, wherever in the file, by absolute names."""
    return frozenset(_imports(modules()[module]))


@cache
def own_imports_of(module: str) -> frozenset[str]:
    """The modules of the package that a module imports, by their names below it."""
    found = (
        _nearest(name.removeprefix("grader.")) for name in imports_of(module) if _is_ours(name)
    )
    return frozenset(name for name in found if name)


def _module(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_ours(name: str) -> bool:
    return name.startswith("grader.")


def _nearest(name: str) -> str:
    """The module that a dotted name belongs to: `wire.frames` for `wire.frames.encode`."""
    while name and name not in modules():
        name = name.rpartition(".")[0]
    return name
