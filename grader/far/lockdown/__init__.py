"""What a submission's process gives up, for good, before it sees a line of the submission.

    lockdown = prepare(plan)                       # in the process that forks, once per plan
    if os.fork() == 0:
        lockdown.apply(keep_fds=(0, 1, 2, fd))     # in the child; raises LockdownError: die then

Standard library and `ctypes` only: no privilege, no compiler and no libseccomp is needed. The
reasons are in docs/design/lockdown.md.
"""

from __future__ import annotations

from grader.far.lockdown.apply import Lockdown, prepare
from grader.far.lockdown.landlock import landlock_abi
from grader.far.lockdown.paths import readable_paths, unreadable_ancestor
from grader.far.lockdown.plan import LockdownError, Plan
from grader.far.lockdown.seccomp import this_architecture

__all__ = [
    "Lockdown",
    "LockdownError",
    "Plan",
    "landlock_abi",
    "prepare",
    "readable_paths",
    "this_architecture",
    "unreadable_ancestor",
]
