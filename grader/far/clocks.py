"""What the kernel says of the time of another process: used, waited for a processor, or idle.

A machine may be busy with other work, and what a process waits for a processor is not its fault.
docs/design/far-side.md has the rules. Where the kernel counts nothing, everything here is 0.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress

WAITS = 8
"""How many threads' waits of one interval add up, the longest. Threads that take turns wait one
after the other; those that wait for each other do so at the same time, up to 256 of them."""
LATE = 10.0
"""Seconds. The kernel counts a wait when it is over; it then takes back as much idle time."""
_PROCESS_CPU_CLOCK = 2


def cpu_seconds(pid: int) -> float:
    """User and system seconds of all threads, past and present; 0 where the system tells nobody."""
    # The number of a process's CPU clock, as clock_getcpuclockid(3) makes it: exact to the
    # nanosecond, where /proc/<pid>/stat counts hundredths.
    with suppress(OSError, AttributeError):  # Windows has no such function
        return time.clock_gettime((~pid << 3) | _PROCESS_CPU_CLOCK)
    return 0.0


class ProcessorWaits:
    """How long the threads of a process wait for a processor."""

    def __init__(self, pid: int) -> None:
        self._tasks = f"/proc/{pid}/task"
        self._seen: dict[str, int] = {}
        """Nanoseconds of each thread that lived at the last look."""

    def since(self) -> float:
        """Seconds of waiting since the last look, the WAITS longest.

        Only /proc/<pid>/task/*/schedstat has all threads: the file of the process is that of its
        main thread. The waits of a thread that ended since the last look are lost.
        """
        waits = _waits(self._tasks)
        grown = [max(wait - self._seen.get(task, 0), 0) for task, wait in waits.items()]
        self._seen = waits
        return sum(sorted(grown)[-WAITS:]) / 1e9


class IdleTime:
    """Seconds in which a process neither ran nor waited for a processor."""

    def __init__(self) -> None:
        self._certain = 0.0
        self._recent = 0.0
        """What may still turn out to have been a wait."""

    @property
    def seconds(self) -> float:
        """All of it until the last look."""
        return self._certain + self._recent

    def add(self, elapsed: float, *, used: float, waited: float, share: float = 1.0) -> None:
        """Take in the time since the last look; `share` of what was idle counts."""
        idle = elapsed - used - waited
        self._recent = max(self._recent + min(idle, share * idle), 0.0)
        if (certain := self._recent - LATE) > 0:
            self._certain += certain
            self._recent = LATE


def could_run(pid: int) -> bool:
    """Whether a thread runs or waits for a processor now: such a wait is in no count yet."""
    with suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with suppress(OSError, IndexError):
                # The name before the last ")" is the process's own choice.
                state = _read(f"/proc/{pid}/task/{task}/stat").rpartition(b")")[2].split()[0]
                if state == b"R":
                    return True
    return False


def _waits(tasks: str) -> dict[str, int]:
    """Nanoseconds that each thread has waited for a processor since it began."""
    found: dict[str, int] = {}
    with suppress(OSError):
        for task in os.listdir(tasks):
            with suppress(OSError, IndexError):
                found[task] = int(_read(f"{tasks}/{task}/schedstat").split()[1])
    return found


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 1024)
    finally:
        os.close(descriptor)
