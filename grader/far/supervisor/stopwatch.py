"""The two clocks of a child's limits: its CPU time, and the time in which it does nothing.

A machine may be busy with other work. What a child waits for a processor is not its fault, so the
wall limit counts wall time minus CPU time minus that wait. docs/design/far-side.md has the rules.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress

from grader.far.supervisor.watch import Memory, cpu_seconds
from grader.wire.control import Alarm, Spent
from grader.wire.limits import CPU_GRACE, memory_seconds

WAITS = 8
"""How many threads' waits of one interval add up, the longest. Threads that take turns wait one
after the other; those that wait for each other do so at the same time, up to 256 of them."""
LATE = 10.0
"""Seconds. The kernel counts a wait when it is over; it then takes back as much idle time."""
JUDGE_SHARE = 0.2
"""How much of the time counts after the child has sent something, while the judge may be working.
Not nothing: part of an answer looks the same from here."""


class ProcessorWaits:
    """How long the threads of a process wait for a processor, as the kernel counts it."""

    def __init__(self, pid: int) -> None:
        self._tasks = f"/proc/{pid}/task"
        self._seen: dict[str, int] = {}
        """Nanoseconds of each thread that lived at the last look."""

    def since(self) -> float:
        """Seconds of waiting since the last look, the WAITS longest; 0 where nobody counts them.

        Only /proc/<pid>/task/*/schedstat has all threads: the file of the process is that of its
        main thread. The waits of a thread that ended since the last look are lost.
        """
        waits = _waits(self._tasks)
        grown = [max(wait - self._seen.get(task, 0), 0) for task, wait in waits.items()]
        self._seen = waits
        return sum(sorted(grown)[-WAITS:]) / 1e9


class Stopwatch:
    """What a child has used since ARM, and whether that is too much."""

    def __init__(self, pid: int, alarm: Alarm, memory: Memory) -> None:
        self._pid = pid
        self._alarm = alarm
        self._memory = memory
        self._resident: int | None = None
        """Bytes at the first look."""
        self._cpu = cpu_seconds(pid)
        self._used = self._used_before = 0.0
        self._looked_at = time.monotonic()
        self._idle = 0.0
        self._recently_idle = 0.0
        """Idle time that may still turn out to have been a wait."""

    def spent(self) -> Spent:
        """What was used until now; of a process that is gone, what was seen last."""
        self._used = max(cpu_seconds(self._pid) - self._cpu, self._used)
        return Spent(cpu=self._used, idle=self._idle + self._recently_idle)

    def look(self, waited: float, *, asked: bool) -> None:
        """Take in the time since the last look, `waited` of it for a processor.

        `asked`: it is the child's turn to answer.
        """
        now, used = time.monotonic(), self.spent().cpu
        idle = (now - self._looked_at) - (used - self._used_before) - waited
        if not asked:
            idle = min(idle, JUDGE_SHARE * idle)
        self._looked_at, self._used_before = now, used
        self._recently_idle = max(self._recently_idle + idle, 0.0)
        if (certain := self._recently_idle - LATE) > 0:
            self._idle += certain
            self._recently_idle = LATE
        if self._resident is None:
            self._resident = self._memory.resident

    def rings(self) -> str:
        """`cpu` or `wall` when that limit was reached at the last look, else empty.

        A wait that is not over yet is in no count, so a thread that could run now puts off `wall`.
        """
        spent = self.spent()
        grown = self._memory.resident - (self._resident or self._memory.resident)
        if spent.cpu >= CPU_GRACE * self._alarm.cpu + memory_seconds(grown):
            return "cpu"
        return "wall" if spent.idle >= self._alarm.wall and not _could_run(self._pid) else ""


def _waits(tasks: str) -> dict[str, int]:
    """Nanoseconds that each thread has waited for a processor since it began."""
    found: dict[str, int] = {}
    with suppress(OSError):
        for task in os.listdir(tasks):
            with suppress(OSError, IndexError):
                found[task] = int(_read(f"{tasks}/{task}/schedstat").split()[1])
    return found


def _could_run(pid: int) -> bool:
    """Whether a thread runs or waits for a processor at this moment."""
    with suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with suppress(OSError, IndexError):
                state = _read(f"/proc/{pid}/task/{task}/stat").rpartition(b")")[2].split()[0]
                if state == b"R":
                    return True
    return False


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 1024)
    finally:
        os.close(descriptor)
