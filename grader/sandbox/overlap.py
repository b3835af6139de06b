"""The rule that nothing a submission can read overlaps course, submissions or results."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from grader.errors import SandboxMissing


def refuse_overlap(readable: Iterable[str | Path], protected: Iterable[Path]) -> None:
    """Raise SandboxMissing when a readable folder lies in, holds, or is a protected one."""
    walls = [path.resolve() for path in protected]
    for path in (Path(path).resolve() for path in readable):
        for wall in walls:
            if path.is_relative_to(wall) or wall.is_relative_to(path):
                raise SandboxMissing(
                    f"submissions could read {path}, which overlaps {wall}",
                    hint="Move the course, the submissions and the results out of that folder, "
                    "or install grader's Python environment somewhere else.",
                )
