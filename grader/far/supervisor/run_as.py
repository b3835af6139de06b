"""Small jobs done in a process of their own, as the student's user and within a deadline.

Whatever a submission left behind is touched with its own rights only, never with ours.
"""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable

from grader.far import kernel

_PAUSE = 0.001


def run_as(task: Callable[[], None], uid: int | None, seconds: float) -> bool:
    """Run `task` in a forked process as `uid`; return whether it ended well and in time.

    Orphans that this process adopted in the meantime are reaped on the way.
    """
    supervisor = os.getpid()
    ours, theirs = os.pipe()  # ours can be read when the process is gone, and theirs with it
    pid = os.fork()
    if pid == 0:
        _do(task, uid, supervisor)
    os.close(theirs)
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            select.select([ours], [], [], _PAUSE)
            ended = reap()
            if pid in ended:
                return ended[pid] == 0
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return False
    finally:
        os.close(ours)


def reap() -> dict[int, int]:
    """Collect the wait status of every child of this process that is dead."""
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended[pid] = status


def _do(task: Callable[[], None], uid: int | None, supervisor: int) -> None:
    code = 1
    try:
        if uid is not None:
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
        kernel.die_with(supervisor)
        task()
        code = 0
    finally:
        os._exit(code)
