"""What a child may do, and the exception for when that cannot be enforced."""

from __future__ import annotations

import msgspec

from grader.wire.limits import Limits


class LockdownError(Exception):
    """A step of the lockdown did not work, so the child must not run a submission.

    `step` names the step, `why` says what went wrong.
    """

    def __init__(self, step: str, why: str) -> None:
        super().__init__(f"lockdown stopped at {step}: {why}")
        self.step = step
        self.why = why


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a child may do; plain data, so that it can be sent."""

    uid: int | None = None
    """User and group number to become; needed when we are root, impossible when we are not."""
    read_only: tuple[str, ...]
    """Files and folders it may read and map; all of them must exist."""
    scratch: str
    """The one folder in which it may write; must exist and belong to the child's user."""
    limits: Limits = Limits()
    processes: bool = False
    """Whether it may create processes and run programs. Threads it may always create."""
    landlock_abi: int | None = None
    """Use no Landlock feature newer than this ABI, to behave like an older kernel."""
    require_landlock: bool = True
    """Whether a kernel without Landlock is an error."""
