"""`discover`: from a path to submissions, with every problem in one line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from grader.config import AssignmentSettings, did_you_mean
from grader.errors import UsageError
from grader.intake.disk import node_at
from grader.intake.gathering import Discovery, Gathering
from grader.intake.layouts import Layouts
from grader.intake.tree import Refused


def discover(
    path: Path,
    assignments: Mapping[str, AssignmentSettings],
    *,
    assignment: str | None = None,
    only: frozenset[str] = frozenset(),
) -> Discovery:
    """All submissions below `path`: a folder, an archive, or (with `assignment`) one Python file.

    `assignments` are the course's, by id; `assignment` grades only that one, and says which it is
    where the layout does not; `only` are students. A submission that cannot be read is a problem
    and the rest goes on. Raises `UsageError` if `path` is nothing that can be read, or if there
    is no such assignment.
    """
    if assignment is not None and assignment not in assignments:
        raise UsageError(
            f"the course has no assignment {assignment!r}{did_you_mean(assignment, assignments)}",
            hint=f"It has {', '.join(assignments)}.",
        )
    node = node_at(path)
    if isinstance(node, Refused):
        raise UsageError(f"{node.where} {node.reason}", hint="Name a folder of submissions.")
    gathering = Gathering(only)
    with gathering.noting():
        Layouts(assignments, gathering, assignment).start(node, Path(os.path.realpath(path)))
    return gathering.result()
