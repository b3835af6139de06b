"""A living child as the supervisor sees it: two streams, a few counts, and why it was ended.

Everything that comes from the child is bytes to be passed on. It may be hostile: close or never
read its streams, stop itself, print for ever. Nothing here waits for it.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress

from grader.far.child.zygote_messages import LOCKED, ChildExited
from grader.far.clocks import ProcessorWaits
from grader.far.supervisor.stopwatch import Stopwatch
from grader.far.supervisor.watch import Memory, oom_kills, threads
from grader.wire.control import Alarm, Facts, Spent
from grader.wire.limits import MOST_THREADS, Limits
from grader.wire.stream import CHUNK, Outbox

CLOSED_GRACE = 0.2
"""Seconds between a child closing its data stream and being ended, waits for a processor not
counted; one that exits does so sooner, and its own exit code is what counts."""
_MEMORY_DEATHS = (-signal.SIGKILL, -signal.SIGABRT)


class RunningChild:
    """The supervisor's record of one child."""

    def __init__(self, number: int, limits: Limits) -> None:
        self.number = number
        self.limits = limits
        self.killed_for = ""
        self.inbox = Outbox()
        """Bytes on their way to the child."""
        data, output, ready = _stream_ends(), os.pipe(), os.pipe()
        self.data: int | None = data[0]
        self.output: int | None = output[0]
        self.ready: int | None = ready[0]
        self.far_ends = (data[1], output[1], ready[1])
        for end in (data[0], output[0], ready[0]):
            os.set_blocking(end, False)
        self._pid: int | None = None
        self._since = time.monotonic()
        self._closed = False
        self._closed_for = 0.0
        """Seconds without the waits for a processor."""
        self._looked_at = time.monotonic()
        self._asked = False
        """Whether it is its turn to answer, as far as that can be seen from here."""
        self._waits: ProcessorWaits | None = None
        self._stopwatch: Stopwatch | None = None
        self._memory = Memory()
        self._output_bytes = 0
        self._oom_kills = oom_kills()

    # its life

    def close_far_ends(self) -> None:
        """Give up our copies of the child's ends; it has its own now."""
        for end in self.far_ends:
            os.close(end)

    def forked(self, pid: int) -> None:
        """It exists as process `pid`."""
        self._pid = pid
        self._waits = ProcessorWaits(pid)

    @property
    def exists(self) -> bool:
        """Whether its process is known. It may be locked down before we hear of it."""
        return self._pid is not None

    def read_ready(self) -> str | None:
        """What it says before it serves: empty when locked down, a reason when it cannot be, None
        when nothing came yet."""
        if self.ready is None:
            return None
        try:
            said = os.read(self.ready, CHUNK)
        except BlockingIOError:
            return None
        if said != LOCKED:
            return said.decode("utf-8", "replace") or "it ended before it was locked down"
        os.close(self.ready)
        self.ready = None
        self._since = time.monotonic()
        return ""

    @property
    def started(self) -> bool:
        """Whether it is locked down and serves."""
        return self.ready is None

    def facts(self, died: ChildExited) -> Facts:
        """What is known of it after its death."""
        peak = max(died.peak, self._memory.resident)
        return Facts(
            exit_code=died.exit if died.exit >= 0 else None,
            signal=-died.exit if died.exit < 0 else None,
            killed_for=self._cause(died),
            cpu_seconds=died.cpu,
            wall_seconds=time.monotonic() - self._since,
            peak_bytes=peak,
            output_bytes=self._output_bytes,
        )

    def close(self) -> None:
        """Give back every descriptor."""
        for end in (self.data, self.output, self.ready):
            if end is not None:
                os.close(end)
        self.data = self.output = self.ready = None

    # its limits

    def arm(self, alarm: Alarm) -> None:
        """These limits hold from now on."""
        if self._pid is not None:
            self._stopwatch = Stopwatch(self._pid, alarm, self._memory)

    def spent(self) -> Spent:
        """What was spent since the limits hold; nothing before there are any."""
        return self._stopwatch.spent() if self._stopwatch else Spent(cpu=0.0, idle=0.0)

    def offence(self) -> str:
        """The limit that it is beyond now, or empty."""
        self._look()
        if self._memory.resident > self.limits.memory:
            return "memory"
        if self._output_bytes > self.limits.output:
            return "output"
        if self._pid is not None and threads(self._pid) > MOST_THREADS:
            return "threads"
        if self._closed_for > CLOSED_GRACE:
            return "closed"
        return self._stopwatch.rings() if self._stopwatch else ""

    def _look(self) -> None:
        now, waited = time.monotonic(), self._waits.since() if self._waits else 0.0
        if self._pid is not None:
            self._memory.look(self._pid)
        if self._closed:
            self._closed_for += max(now - self._looked_at - waited, 0.0)
        if self._stopwatch:
            self._stopwatch.look(waited, asked=self._asked)
        self._looked_at = now

    # its streams

    def feed(self) -> None:
        """Give it what waits for it, as much as it takes now."""
        if self.data is None:
            return
        self._asked = True
        try:
            self.inbox.write_to(self.data)
        except OSError:  # it no longer listens
            self._end_data()

    def read_data(self) -> bytes:
        """Bytes it sent; empty when there are none now."""
        data = _read(self.data)
        if data is None:
            self._end_data()
        elif data and not self.inbox:
            self._asked = False
        return data or b""

    def read_output(self) -> bytes:
        """Bytes it printed, those beyond the limit left out."""
        printed = _read(self.output)
        if printed is None:
            if self.output is not None:
                os.close(self.output)
            self.output = None
            return b""
        room = max(self.limits.output - self._output_bytes, 0)
        self._output_bytes += len(printed)
        return printed[:room]

    def _end_data(self) -> None:
        if self.data is not None:
            os.close(self.data)
            self.data = None
            self._closed = True
        self.inbox.clear()

    def _cause(self, died: ChildExited) -> str:
        """Why it was ended: by us, if the signal is ours; else by the kernel for memory, which is
        believed only when both the signal and a measurement say so."""
        if self.killed_for and died.exit == -signal.SIGKILL:
            return self.killed_for
        if died.exit in _MEMORY_DEATHS:
            near = self._memory.near(self.limits.memory) or died.peak > self.limits.memory
            if near or (died.exit == -signal.SIGKILL and oom_kills() > self._oom_kills):
                return "memory"
        return ""


def _stream_ends() -> tuple[int, int]:
    near, far = socket.socketpair()
    return near.detach(), far.detach()


def _read(descriptor: int | None) -> bytes | None:
    """What a non-blocking descriptor has: empty for nothing now, None for nothing ever again."""
    if descriptor is None:
        return b""
    with suppress(BlockingIOError):
        try:
            return os.read(descriptor, CHUNK) or None
        except ConnectionError:
            return None
    return b""
