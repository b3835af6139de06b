"""Warm far sides, lent to one submission at a time: reset or destroyed, never reused in doubt."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

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

    def __init__(self, session: Session, spec: SandboxSpec) -> None:
        """Wait until the far side is warm. Raises SlotLost when it does not get there."""
        self.session = session
        self.spec = spec
        self._channel = Channel(session.sock)
        self.ready = self._warm()

    def _warm(self) -> Ready:
        try:
            return self._channel.ready(WARM_UP)
        except SlotLost as lost:
            why = self.session.last_words().rpartition("\n")[2]
            raise SlotLost(f"{lost.message}: {why}" if why else lost.message) from lost

    def reset(self) -> bool:
        """End and remove whatever the submission left; whether nothing stayed."""
        try:
            return self._channel.reset(RESET).ok
        except SlotLost:
            return False


class SlotPool:
    """Slots of one backend, at most `size` at a time. May be used from several threads.

    Assignments may need different slots: an idle one of another kind makes room for a new one.
    """

    def __init__(self, sandbox: Sandbox, size: int = 1) -> None:
        self._sandbox = sandbox
        self._size = size
        self._lock = threading.Lock()
        self._sessions: set[Session] = set()
        """All that are alive: idle, lent, or not yet warm."""
        self._idle: list[Slot] = []
        """The one that waits longest comes first."""
        self._stopped = False

    @contextmanager
    def lend(self, spec: SandboxSpec, *, fresh: bool = False) -> Iterator[Slot]:
        """A slot for one submission. After any error, and after a failed reset, it is destroyed.

        Raises SlotLost when a new slot does not become warm, SandboxMissing when there can be none.
        """
        slot = (None if fresh else self._idle_slot(spec)) or self._new_slot(spec)
        try:
            yield slot
        except BaseException:
            self._destroy(slot.session)
            raise
        if slot.reset():
            with self._lock:
                self._idle.append(slot)
        else:
            self._destroy(slot.session)

    def stop(self) -> None:
        """End all slots at once and give out no more; whoever waits for one hears SlotLost."""
        with self._lock:
            self._stopped = True
            sessions = list(self._sessions)
        for session in sessions:
            session.kill()

    def close(self) -> None:
        """End the idle slots."""
        with self._lock:
            slots, self._idle = self._idle, []
        for slot in slots:
            self._hang_up(slot.session)

    def _idle_slot(self, spec: SandboxSpec) -> Slot | None:
        with self._lock:
            slot = next((slot for slot in reversed(self._idle) if slot.spec == spec), None)
            if slot is not None:
                self._idle.remove(slot)
            return slot

    def _new_slot(self, spec: SandboxSpec) -> Slot:
        self._make_room()
        session = self._sandbox.open(spec)
        try:
            self._admit(session)
            return Slot(session, spec)
        except BaseException:
            self._destroy(session)
            raise

    def _admit(self, session: Session) -> None:
        with self._lock:
            if self._stopped:
                raise SlotLost("the run is over")
            self._sessions.add(session)

    def _make_room(self) -> None:
        with self._lock:
            full = len(self._sessions) >= self._size
            slot = self._idle.pop(0) if full and self._idle else None
        if slot is not None:
            self._hang_up(slot.session)

    def _destroy(self, session: Session) -> None:
        session.kill()
        self._hang_up(session)

    def _hang_up(self, session: Session) -> None:
        session.close()
        with self._lock:
            self._sessions.discard(session)
