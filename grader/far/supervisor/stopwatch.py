"""The limits of time of a child: CPU time that it uses, and time in which it does nothing."""

from __future__ import annotations

import time

from grader.far.clocks import IdleTime, could_run, cpu_seconds
from grader.far.supervisor.watch import Memory
from grader.wire.control import Alarm, Spent
from grader.wire.limits import CPU_GRACE, memory_seconds

JUDGE_SHARE = 0.2
"""How much of the time counts after the child has sent something, while the judge may be working.
Not nothing: part of an answer looks the same from here."""


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
        self._idle = IdleTime()

    def spent(self) -> Spent:
        """What was used until now; of a process that is gone, what was seen last."""
        self._used = max(cpu_seconds(self._pid) - self._cpu, self._used)
        return Spent(cpu=self._used, idle=self._idle.seconds)

    def look(self, waited: float, *, asked: bool) -> None:
        """Take in the time since the last look, `waited` of it for a processor.

        `asked`: it is the child's turn to answer.
        """
        now, used = time.monotonic(), self.spent().cpu
        self._idle.add(
            now - self._looked_at,
            used=used - self._used_before,
            waited=waited,
            share=1.0 if asked else JUDGE_SHARE,
        )
        self._looked_at, self._used_before = now, used
        if self._resident is None:
            self._resident = self._memory.resident

    def rings(self) -> str:
        """`cpu` or `wall` when that limit was reached at the last look, else empty."""
        spent = self.spent()
        grown = self._memory.resident - (self._resident or self._memory.resident)
        if spent.cpu >= CPU_GRACE * self._alarm.cpu + memory_seconds(grown):
            return "cpu"
        return "wall" if spent.idle >= self._alarm.wall and not could_run(self._pid) else ""
