"""What a process can set about itself: session, limits, files, user, privileges.

Each function is one step of the lockdown and raises OSError or LockdownError when it fails.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import signal
from collections.abc import Collection
from pathlib import Path

from grader.far.lockdown import syscalls as kernel
from grader.far.lockdown.plan import LockdownError
from grader.wire.limits import CPU_GRACE, MIB, Limits, memory_seconds

STACK = 8 * MIB
CPU_MARGIN = 2
"""Seconds: the supervisor ends a child at its budget, the kernel only if the supervisor fails."""


def be_alone() -> None:
    """Check that no second thread exists: Landlock and seccomp bind the calling thread only."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        raise LockdownError("threads", f"the process has {threads} threads, must have one")


def limit_resources(limits: Limits) -> None:
    """Set hard limits, which nothing can raise again.

    DATA is the memory cap: it counts private writable memory. AS would count torch's reserved
    address space, NPROC all processes of the user on the machine.
    """
    for what, limit in (
        (resource.RLIMIT_CPU, _most_cpu(limits)),
        (resource.RLIMIT_DATA, limits.memory),
        (resource.RLIMIT_STACK, STACK),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(what, (_at_most_now(what, limit),) * 2)


def _most_cpu(limits: Limits) -> int:
    supervised = CPU_GRACE * limits.budget_cpu + memory_seconds(limits.memory)
    return math.ceil(supervised) + CPU_MARGIN


def _at_most_now(what: int, limit: int) -> int:
    hard = resource.getrlimit(what)[1]
    return limit if hard == resource.RLIM_INFINITY else min(limit, hard)


def be_first_to_die() -> None:
    """When the machine runs out of memory, the kernel shall take this process first."""
    # A parent that is closed to inspection forks children whose /proc/self belongs to root.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    Path("/proc/self/oom_score_adj").write_text("1000")


def close_files(keep_fds: Collection[int]) -> None:
    """Close every descriptor but `keep_fds`."""
    for entry in list(Path("/proc/self/fd").iterdir()):
        fd = int(entry.name)
        if fd not in keep_fds:
            with contextlib.suppress(OSError):  # the one that listed the folder is gone already
                os.close(fd)


def switch_user(uid: int | None) -> None:
    """Become `uid`, with the group of the same number and no other; never stay root."""
    if uid is not None and uid != os.getuid():
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    if 0 in os.getresuid():
        raise LockdownError("user", "started as root, so the plan must name a user to become")


def forbid_inspection() -> None:
    """Make /proc/PID/mem and the like of this process closed to others of the same user."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


def die_with(parent: int) -> None:
    """Let the kernel kill this process when `parent` ends; a change of user would undo this."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise LockdownError("parent", f"process {parent}, which prepared this, has ended")


def forbid_privileges() -> None:
    """No set-user-id program shall ever give this process a right."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
