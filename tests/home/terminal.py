"""Commands as a person runs them: in a terminal of some width, or into a pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "grader")
"""`grader`, whether its script is on the PATH or not."""


def environment(**variables: str) -> dict[str, str]:
    """Ours, without what decides colours and widths, and with `variables`."""
    ours = dict(os.environ)
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES", "GRADER_TRACEBACK"):
        ours.pop(name, None)
    return {**ours, "TERM": "xterm-256color", **variables}


def piped(
    *arguments: str | Path, folder: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run `grader` with its output in pipes."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=environment(**(variables or {})),
        capture_output=True,
        timeout=60,
        check=False,
    )


def on_screen(
    *arguments: str | Path,
    folder: Path,
    columns: int = 80,
    variables: Mapping[str, str] | None = None,
) -> str:
    """What `grader` writes to a terminal, control sequences included."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo terminals")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=environment(COLUMNS=str(columns), **(variables or {})),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    pieces: list[bytes] = []
    while piece := _some(ours):
        pieces.append(piece)
    os.close(ours)
    process.wait()
    return b"".join(pieces).decode().replace("\r\n", "\n")


def _some(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""
