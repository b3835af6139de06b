"""Imports go one way: every module imports only from layers below its own, or from itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "grader"

LAYERS = (
    {"errors", "model", "verdicts", "evidence", "config", "wire", "far"},
    {"intake", "sandbox", "checks", "assignments", "scoring", "secret", "store"},
    {"judge"},
    {"executors", "pipeline", "home"},
    {"reports", "doctor", "validate", "release"},
    {"cli", "notebook", "scaffold", "__main__"},
)
LEVEL = {module: level for level, modules in enumerate(LAYERS) for module in modules}
SIBLINGS_ALLOWED = {0, 3, 5}
"""Layers whose modules may import each other; `far` may not all the same."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> str:
    """The first name below `grader` that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Every absolute module name that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_below(path: Path) -> None:
    module = module_of(path)
    if module == "__init__":
        eager = [node for node in ast.parse(path.read_text()).body if _is_import(node)]
        assert len(eager) <= 1, "the package imports nothing eagerly"
        return
    for imported in imports_of(path):
        root, _, rest = imported.partition(".")
        if root != "grader" or rest in ("", "__version__"):
            continue
        other = rest.partition(".")[0]
        if other == module:
            continue
        below = LEVEL[other] < LEVEL[module]
        beside = LEVEL[other] == LEVEL[module] and LEVEL[module] in SIBLINGS_ALLOWED
        assert below or beside, f"{name_of(path)} imports {imported}"


@pytest.mark.parametrize(
    "path",
    [*sorted((PACKAGE / "far").rglob("*.py")), *sorted((PACKAGE / "wire").rglob("*.py"))],
    ids=name_of,
)
def test_the_far_side_imports_only_itself_numpy_and_msgspec(path: Path) -> None:
    for imported in imports_of(path):
        root = imported.partition(".")[0]
        own = imported == "grader" or imported.startswith(
            ("grader.far", "grader.wire", "grader.__")
        )
        assert own or root in sys.stdlib_module_names | {"numpy", "msgspec", "torch"}, imported


def test_every_module_has_a_layer() -> None:
    assert {module_of(path) for path in MODULES} - {"__init__"} <= LEVEL.keys()
