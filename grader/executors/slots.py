"""Warm far sides, lent to one submission at a time: reset or destroyed, never reused in doubt."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from grader.errors import SlotLost
from grader.far.records import Ready
from grader.model import SandboxSpec
from grader.sandbox.channel import Channel
from grader.sandbox.seam import Sandbox, Session

WARM_UP = 60.0
"""Seconds for a far side to import what it needs."""
RESET = 20.0
"""Seconds for a far side to end, reap and empty."""


class Slot:
    """A far side that is ready for a submission."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._channel = Channel(session.sock)
        self.ready: Ready = self._channel.ready(WARM_UP)

    @classmethod
    def open(cls, sandbox: Sandbox, spec: SandboxSpec) -> Self:
        """Start a far side and wait until it is warm."""
        session = sandbox.open(spec)
        try:
            return cls(session)
        except BaseException:
            session.kill()
            session.close()
            raise

    def reset(self) -> None:
        """End and remove whatever the submission left. Raises SlotLost when anything stays."""
        clean = self._channel.reset(RESET)
        if not clean.ok:
            raise SlotLost(f"the slot could not be reset: {clean.reason}")

    def close(self) -> None:
        """End the far side."""
        self.session.kill()
        self.session.close()


class SlotPool:
    """Slots of one backend, by what they must offer. May be used from several threads."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._idle: defaultdict[SandboxSpec, list[Slot]] = defaultdict(list)
        self._lock = threading.Lock()

    @contextmanager
    def lend(self, spec: SandboxSpec, *, fresh: bool = False) -> Iterator[Slot]:
        """A slot for one submission. After any error, and after a failed reset, it is destroyed."""
        slot = None if fresh else self._take(spec)
        slot = slot or Slot.open(self._sandbox, spec)
        try:
            yield slot
            slot.reset()
        except BaseException:
            slot.close()
            raise
        with self._lock:
            self._idle[spec].append(slot)

    def close(self) -> None:
        """End all idle slots."""
        with self._lock:
            slots = [slot for idle in self._idle.values() for slot in idle]
            self._idle.clear()
        for slot in slots:
            slot.close()

    def _take(self, spec: SandboxSpec) -> Slot | None:
        with self._lock:
            idle = self._idle[spec]
            return idle.pop() if idle else None
