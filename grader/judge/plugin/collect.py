"""From collected pytest functions to checks, with every problem of the course said at once."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from grader.errors import CourseError
from grader.model import Check, Part
from grader.wire.limits import Limits


@dataclass(frozen=True)
class Runnable:
    """A check and the pytest function behind it."""

    check: Check
    item: pytest.Function
    cpu: float
    """CPU seconds that the submission may use in it."""


def runnables(
    items: Sequence[pytest.Function], parts: Sequence[Part], limits: Limits
) -> tuple[Runnable, ...]:
    """The checks in the order in which they run: public before hidden, in the order of the parts.

    A check file named after a part (`test_xor.py`) takes its place; all others come after those.

    Raises CourseError when a check has no title or no points, shares its name with another, or
    needs one that does not come before it.
    """
    problems: list[str] = []
    found = [_runnable(item, limits, problems) for item in items]
    place = {part.name: number for number, part in enumerate(parts)}
    ordered = tuple(
        sorted(found, key=lambda r: (r.check.hidden, place.get(r.check.group, len(parts))))
    )
    problems += _order_problems([runnable.check for runnable in ordered])
    if not ordered:
        problems.append("no check was found: a check is a function test_... in a file test_*.py")
    if problems:
        raise CourseError("the checks cannot be used", problems=tuple(problems))
    return ordered


def _runnable(item: pytest.Function, limits: Limits, problems: list[str]) -> Runnable:
    where = f"{item.path.name}: {item.name}"
    title = inspect.getdoc(item.function) or ""
    if not title:
        problems.append(f"{where}: a check needs a docstring, its title in the report")
    check = Check(
        id=item.name,
        title=" ".join(title.split()),
        points=_number(item, "points", 0.0, problems, where),
        hidden=item.get_closest_marker("hidden") is not None,
        needs=tuple(str(need) for mark in item.iter_markers("needs") for need in mark.args),
        group=item.path.stem.removeprefix("test_"),
        bonus=item.get_closest_marker("bonus") is not None,
    )
    if check.points <= 0:
        problems.append(f"{where}: say what the check is worth: @pytest.mark.points(5)")
    return Runnable(check, item, _number(item, "timeout", limits.check_cpu, problems, where))


def _number(
    item: pytest.Function, mark: str, default: float, problems: list[str], where: str
) -> float:
    marker = item.get_closest_marker(mark)
    if marker is None:
        return default
    if len(marker.args) != 1 or not isinstance(marker.args[0], int | float) or marker.args[0] <= 0:
        problems.append(f"{where}: {mark} takes one number above 0")
        return default
    return float(marker.args[0])


def _order_problems(checks: Sequence[Check]) -> list[str]:
    problems: list[str] = []
    seen: set[str] = set()
    for check in checks:
        if check.id in seen:
            problems.append(f"{check.id}: two checks have this name")
        problems += [
            f"{check.id}: needs {need}, which does not come before it"
            for need in check.needs
            if need not in seen
        ]
        seen.add(check.id)
    return problems
