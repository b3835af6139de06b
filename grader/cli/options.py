"""What the command line of `grader run` says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RunOptions:
    """The options of one run; see `grader run --help`."""

    path: Path
    assignment: str | None
    course: Path | None
    only: frozenset[str]
    out: Path
    slots: int
    sandbox: str
    as_json: bool
    quiet: bool
