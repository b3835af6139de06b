"""Processes that outlive a submission: end them, and say whether one is left."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from grader.far.supervisor.run_as import reap, run_as

END_LIMIT = 30.0
"""Seconds until leftovers that will not go are given up, and the slot with them."""
_PAUSE = 0.001


def end_leftovers(uid: int | None, spare: frozenset[int]) -> bool:
    """Kill and reap all that submissions started here; return whether nothing is left.

    With a uid of their own that is every process of this uid; else every descendant of this
    process but `spare`, never a process of the uid that we share with others.
    """
    if uid is not None:
        return run_as(_end_my_uid, uid, END_LIMIT)
    return _end_descendants(spare)


def _end_my_uid() -> None:
    """As the student's user: kill all that we may, until nothing is left that we could."""
    with suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)  # everything at once: no fork can slip through
    while any(_may_signal(pid) for pid in _pids() if pid != os.getpid()):
        time.sleep(_PAUSE)


def _may_signal(pid: int) -> bool:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, 0)
        return True
    return False


def _end_descendants(spare: frozenset[int]) -> bool:
    deadline = time.monotonic() + END_LIMIT
    while time.monotonic() < deadline:
        left = descendants(os.getpid()) - spare
        if not left:
            return True
        for pid in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        reap()
        time.sleep(_PAUSE)
    return False


def descendants(ancestor: int) -> set[int]:
    """All processes below `ancestor`; none where there is no /proc."""
    parents = {pid: parent for pid in _pids() if (parent := _parent(pid))}
    found: set[int] = set()
    layer = {ancestor}
    while layer := {pid for pid, parent in parents.items() if parent in layer} - found:
        found |= layer
    return found


def _pids() -> list[int]:
    with suppress(FileNotFoundError):
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return []


def _parent(pid: int) -> int:
    with suppress(OSError):
        # The name before the last ")" is the process's own choice; fields are counted after it.
        return int(Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[1])
    return 0
