"""Warm far sides, lent to one submission at a time: reset or destroyed, never reused in doubt."""

from __future__ import annotations

import select
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress

from grader.errors import SandboxError, SlotLost
from grader.model import SandboxSpec
from grader.sandbox.base import Sandbox, Session
from grader.sandbox.channel import Channel
from grader.wire.control import Ready

WARM_UP = 300.0
"""Seconds for a far side to start and to import what it needs; a busy machine takes minutes."""
RESET = 120.0
"""Seconds for a far side to end, reap and empty: longer than it tries."""


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

    @property
    def isolation(self) -> str:
        """`reset`: cleaned after each submission. `fresh`: for one submission, then destroyed.

        A slot that is locked down without Landlock is fresh whatever the assignment says: the files
        of a submission could be read by the next one's.
        """
        unprotected = self.ready.tier != "trusted" and self.ready.landlock_abi == 0
        return "fresh" if unprotected else self.spec.isolation

    @property
    def ended(self) -> bool:
        """Whether the far side hung up while nobody used it: one that waits says nothing."""
        poller = select.poll()
        poller.register(self.session.sock, select.POLLIN)
        return bool(poller.poll(0))

    def reset(self) -> bool:
        """End and remove whatever the submission left; whether nothing stayed."""
        try:
            return self._channel.reset(RESET).ok
        except SlotLost:
            return False


class SlotPool:
    """Slots of one backend, at most `size` of them in use. May be used from several threads.

    What takes the place of a destroyed slot is warmed up in the background, and of a fresh one
    while it is in use. Assignments may need different slots: one that waits makes room for another
    kind.
    """

    def __init__(self, sandbox: Sandbox, size: int = 1) -> None:
        self._sandbox = sandbox
        self._size = size
        self._lock = threading.Lock()
        self._warmers = ThreadPoolExecutor(size, thread_name_prefix="warmer")
        self._sessions: set[Session] = set()
        """All that are alive: idle, spare, lent, or not yet warm."""
        self._idle: list[Slot] = []
        """Used and clean again; the one that waits longest comes first."""
        self._spares: list[tuple[SandboxSpec, Future[Slot]]] = []
        """Never used; warm, or on the way there."""
        self._stopped = False

    @contextmanager
    def lend(self, spec: SandboxSpec, *, fresh: bool = False) -> Iterator[Slot]:
        """A slot for one submission, with `fresh` one that was never used.

        After any error, and after a failed reset, it is destroyed. Raises SlotLost when a new slot
        does not become warm, SandboxMissing when there can be none.
        """
        never_used = fresh or spec.isolation == "fresh"
        slot = (None if never_used else self._living(self._idle_slot, spec)) or (
            self._living(self._spare_slot, spec) or self._new_slot(spec)
        )
        if slot.isolation == "fresh":
            self._warm_up(spec)
        try:
            yield slot
        except BaseException:
            self._replace(slot)
            raise
        self._take_back(slot)

    def stop(self) -> None:
        """End all slots at once and give out no more; whoever waits for one hears SlotLost."""
        with self._lock:
            self._stopped = True
            sessions = list(self._sessions)
        for session in sessions:
            session.kill()

    def close(self) -> None:
        """End the slots that nobody uses, and give out no more."""
        with self._lock:
            self._stopped = True
            slots, self._idle = self._idle, []
            spares, self._spares = self._spares, []
        self._warmers.shutdown()
        for _, spare in spares:
            with suppress(SandboxError):
                slots.append(spare.result())
        for slot in slots:
            self._hang_up(slot.session)

    # what waits

    def _living(
        self, waiting: Callable[[SandboxSpec], Slot | None], spec: SandboxSpec
    ) -> Slot | None:
        """The first that waits and has not ended in the meantime."""
        while (slot := waiting(spec)) is not None and slot.ended:
            self._destroy(slot.session)
        return slot

    def _idle_slot(self, spec: SandboxSpec) -> Slot | None:
        with self._lock:
            slot = next((slot for slot in reversed(self._idle) if slot.spec == spec), None)
            if slot is not None:
                self._idle.remove(slot)
            return slot

    def _spare_slot(self, spec: SandboxSpec) -> Slot | None:
        with self._lock:
            spare = next((spare for spare in self._spares if spare[0] == spec), None)
            if spare is not None:
                self._spares.remove(spare)
        return spare[1].result() if spare is not None else None

    def _warm_up(self, spec: SandboxSpec) -> None:
        """Start a spare in the background."""
        with self._lock:
            if not self._stopped:
                self._spares.append((spec, self._warmers.submit(self._new_slot, spec)))

    # after use

    def _take_back(self, slot: Slot) -> None:
        if slot.isolation == "fresh":
            self._destroy(slot.session)
        elif slot.reset():
            with self._lock:
                self._idle.append(slot)
        else:
            self._replace(slot)

    def _replace(self, slot: Slot) -> None:
        """Destroy a slot; if it was to be used again, another will be."""
        if slot.isolation == "reset":
            self._warm_up(slot.spec)
        self._destroy(slot.session)

    # starting and ending

    def _new_slot(self, spec: SandboxSpec) -> Slot:
        self._make_room(spec)
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

    def _make_room(self, spec: SandboxSpec) -> None:
        """When the pool is full, end a slot that waits and is not for this spec."""
        with self._lock:
            slot = self._dispensable(spec) if len(self._sessions) >= self._size else None
        if slot is not None:
            self._hang_up(slot.session)

    def _dispensable(self, spec: SandboxSpec) -> Slot | None:
        if self._idle:
            return self._idle.pop(0)
        for spare in self._spares:
            if spare[0] != spec and spare[1].done() and spare[1].exception() is None:
                self._spares.remove(spare)
                return spare[1].result()
        return None

    def _destroy(self, session: Session) -> None:
        session.kill()
        self._hang_up(session)

    def _hang_up(self, session: Session) -> None:
        session.close()
        with self._lock:
            self._sessions.discard(session)
