"""What the zygote and a new child tell the supervisor; never a byte of a submission."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self

import msgspec

if TYPE_CHECKING:
    import resource

PACKET_CAP = 64 * 1024

LOCKED = b"+"
"""What a child writes to its `ready` pipe when it is about to serve; it has read nothing yet, so
it can be believed. Anything else there is why it cannot serve."""


class ZygoteMessage(msgspec.Struct, frozen=True, tag=True):
    """From the zygote: something happened. Base of the records below."""


class ZygoteReady(ZygoteMessage, frozen=True, tag=True):
    """All imports are done; children can be forked."""


class ZygoteFailed(ZygoteMessage, frozen=True, tag=True):
    """No child can be forked, now or later; `reason` says why."""

    reason: str


class ChildForked(ZygoteMessage, frozen=True, tag=True):
    """A child was forked. A pidfd of it comes with this."""

    pid: int


class ChildExited(ZygoteMessage, frozen=True, tag=True):
    """The child ended and was reaped."""

    exit: int
    """Its exit code, or minus the signal that ended it."""
    cpu: float
    peak: int
    """The most bytes it ever had in RAM."""

    @classmethod
    def from_wait(cls, status: int, usage: resource.struct_rusage) -> Self:
        """What `os.wait4` says of it."""
        unit = 1024 if sys.platform == "linux" else 1
        return cls(
            exit=os.waitstatus_to_exitcode(status),
            cpu=usage.ru_utime + usage.ru_stime,
            peak=usage.ru_maxrss * unit,
        )


FromZygote = ZygoteReady | ZygoteFailed | ChildForked | ChildExited
