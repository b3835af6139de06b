"""Processes that a test starts: do they hear Ctrl-C, and are they all gone, orphans included?"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.far import kernel
from grader.far.supervisor.leftovers import descendants

PATIENCE = 30.0
"""Seconds after which a process that is still there will not end."""


@contextmanager
def nothing_left() -> Iterator[None]:
    """Adopt what is orphaned from now on, and fail unless all that the block started ends."""
    before = descendants(os.getpid())
    if sys.platform == "linux":
        kernel.adopt_orphans()
    yield
    deadline = time.monotonic() + PATIENCE
    while left := {pid for pid in descendants(os.getpid()) - before if not _ended(pid)}:
        assert time.monotonic() < deadline, [_command(pid) for pid in left]
        time.sleep(0.02)


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """Processes that the block starts hear SIGINT, also where a shell has us ignore it.

    A shell does so with what it starts in the background: `make test &`.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def ends(pid: int) -> bool:
    """Whether a process is gone before patience is; it may be between two parents for a moment."""
    deadline = time.monotonic() + PATIENCE
    while not _ended(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _ended(pid: int) -> bool:
    """Whether a process is gone; an orphan that only waits to be buried is."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    if state == "Z":
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    return state == "Z"


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return str(pid)
