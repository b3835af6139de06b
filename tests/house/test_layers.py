"""Imports go one way, between the rooms of the package and inside those that have rooms.

What a room hands out stands in its `__init__.py`, as `PUBLIC`: nothing else of it may be imported
from outside.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from tests.house.sources import imports_of, modules, own_imports_of, tree_of

LAYERS = (
    ("errors", "evidence", "model", "verdicts", "config", "wire", "far"),
    ("intake", "sandbox", "checks", "assignments", "scoring", "secret", "store"),
    ("judge",),
    ("executors", "pipeline", "home"),
    ("reports", "doctor", "validate", "release"),
    ("cli", "notebook", "scaffold", "__main__"),
)
SIBLINGS_ALLOWED = {0, 3, 5}
"""Layers whose rooms may import each other; `wire` and `far` may not all the same."""

FLOORS = {
    "far": (
        ("boot", "clocks", "lockdown"),
        ("kernel",),
        ("child", "limits_trial"),
        ("supervisor",),
    ),
    "judge": (
        ("seeds", "reference"),
        ("proxy",),
        ("children", "plugin", "diagnosis"),
        ("worker", "rehearsal"),
    ),
}
"""The same inside a room: from the bottom up, and not each other on one floor."""

BESIDE_A_SUBMISSION = {"numpy", "msgspec", "torch"}
"""What code on the far side may import besides the standard library."""


def test_every_module_has_a_layer() -> None:
    listed = {room for layer in LAYERS for room in layer}
    assert {_room(module) for module in modules() if module} == listed


def test_every_module_of_a_room_with_floors_has_one() -> None:
    for room, floors in FLOORS.items():
        inside = {_room(module.partition(".")[2]) for module in _inside(room)}
        assert inside == {name for floor in floors for name in floor}, room


def test_a_module_imports_only_from_below() -> None:
    level = {room: number for number, layer in enumerate(LAYERS) for room in layer}
    offenders = []
    for module in modules().keys() - {""}:
        for other in own_imports_of(module) - {""}:
            ours, theirs = level[_room(module)], level[_room(other)]
            beside = ours == theirs and ours in SIBLINGS_ALLOWED
            if _room(module) != _room(other) and not (theirs < ours or beside):
                offenders.append(f"{module} imports {other}")
    assert offenders == []


def test_inside_a_room_imports_go_one_way_too() -> None:
    offenders = []
    for room, floors in FLOORS.items():
        level = {name: number for number, floor in enumerate(floors) for name in floor}
        for module in _inside(room):
            ours = _room(module.partition(".")[2])
            for other in own_imports_of(module):
                theirs = _room(other.partition(".")[2])
                if _room(other) == room and theirs not in ("", ours):
                    offenders += [f"{module} imports {other}"] * (level[theirs] >= level[ours])
    assert offenders == []


def test_no_two_modules_import_each_other_on_any_way_round() -> None:
    done: set[str] = set()
    for module in modules():
        _follow(module, [], done)


def test_only_what_a_room_hands_out_is_imported_from_outside() -> None:
    offenders = []
    for room in FLOORS:
        public = {f"{room}.{name}" for name in _public(room)}
        assert public <= modules().keys(), sorted(public - modules().keys())
        for module in modules():
            if _room(module) != room:
                entered = {other for other in own_imports_of(module) if _room(other) == room}
                offenders += [f"{module} imports {other}" for other in entered - public - {room}]
    assert offenders == []


def test_everything_that_a_room_hands_out_is_taken() -> None:
    for room in FLOORS:
        taken = {
            other.partition(".")[2]
            for module in modules()
            if _room(module) != room
            for other in own_imports_of(module)
            if _room(other) == room
        }
        assert set(_public(room)) <= taken | _named_in_strings(room), room


def test_a_package_imports_nothing_by_itself() -> None:
    allowed = {"", "checks", "cli", "config", "far.lockdown", "intake"}
    eager = {
        module
        for module, path in modules().items()
        if path.name == "__init__.py" and own_imports_of(module)
    }
    assert eager <= allowed
    top = [
        node
        for node in tree_of(modules()[""]).body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert [node.module for node in top if isinstance(node, ast.ImportFrom)] == ["__future__"]
    assert len(top) == 1


def test_the_far_side_imports_only_itself_and_what_a_sandbox_has() -> None:
    offenders = []
    for module in (*_inside("far"), *_inside("wire")):
        for imported in imports_of(module):
            root = imported.partition(".")[0]
            own = imported == "grader" or imported.startswith(("grader.far", "grader.wire"))
            if not (own or root in sys.stdlib_module_names | BESIDE_A_SUBMISSION):
                offenders.append(f"{module} imports {imported}")
    assert offenders == []


def _room(module: str) -> str:
    return module.partition(".")[0]


def _inside(room: str) -> list[str]:
    return [module for module in modules() if module.startswith(f"{room}.")]


def _public(room: str) -> Iterator[str]:
    """The modules in the `PUBLIC` of a room."""
    for node in tree_of(modules()[room]).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == "PUBLIC" for target in targets):
            assert isinstance(node, ast.Assign)
            yield from ast.literal_eval(node.value)


def _named_in_strings(room: str) -> set[str]:
    """Modules of a room that others start as a program, by name."""
    prefix = f"grader.{room}."
    return {
        node.value.removeprefix(prefix).partition(":")[0]
        for module, path in modules().items()
        if _room(module) != room
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(prefix)
    }


def _follow(module: str, way: list[str], done: set[str]) -> None:
    assert module not in way, " > ".join((*way[way.index(module) :], module))
    if module in done:
        return
    for other in own_imports_of(module) - {"", module}:
        _follow(other, [*way, module], done)
    done.add(module)
