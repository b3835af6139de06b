"""The supervisor of a slot: relays bytes, counts, watches, kills. One thread, one loop.

It believes the judge and the zygote, and nothing that comes from a child. All its buffers are
bounded: when one side stops reading, the other is no longer read, and limits end what hangs.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable

from grader.far.child.zygote_messages import (
    ChildExited,
    ChildForked,
    FromZygote,
    ZygoteFailed,
    ZygoteReady,
)
from grader.far.supervisor.launch import Launcher
from grader.far.supervisor.leftovers import end_leftovers
from grader.far.supervisor.running import RunningChild
from grader.far.supervisor.scratch import Scratch
from grader.far.supervisor.watch import INTERVAL
from grader.wire.control import Alarm, Clean, Ready, SlotSetup, dump, load
from grader.wire.envelope import BEAT, Envelope, EnvelopeError, Kind
from grader.wire.record import Record
from grader.wire.stream import JudgeStream

START_LIMIT = 180.0
"""Seconds until a child that has not started costs the slot."""
END_LIMIT = 60.0
"""Seconds until a child that was killed and has not ended costs the slot."""
_LAST_BYTES = 2 * 1024 * 1024
"""Bytes of each stream that are still taken from a dead child; its pipes hold less."""
_LAST_WORDS = 1000
"""Milliseconds that a judge may take to read why the far side ends."""

Handler = Callable[[int], None]


class SlotFault(Exception):
    """The far side cannot go on; the message is for the person who runs it."""


class Supervisor:
    """Serves one judge's stream until that closes."""

    def __init__(
        self,
        slot: SlotSetup,
        ready: Ready,
        stream: JudgeStream,
        launcher: Launcher,
        scratch: Scratch,
    ) -> None:
        self._slot = slot
        self._ready = ready
        self._stream = stream
        self._launcher = launcher
        self._scratch = scratch
        self._child: RunningChild | None = None
        self._resetting = False
        self._judge_gone = False
        self._asked_at = 0.0
        self._killed_at = 0.0
        self._beat_at = 0.0
        self._looked_at = 0.0
        self._heard_at = time.monotonic()
        self._silence = slot.settings.silence + slot.settings.limits.check_wall

    def run(self) -> None:
        """Serve until the judge is gone. Raises SlotFault when that is impossible."""
        while not self._judge_gone:
            self._ask_launcher()
            self._watch()
            handlers = self._interests()
            poller = select.poll()
            for descriptor, (events, _) in handlers.items():
                poller.register(descriptor, events)
            for descriptor, event in poller.poll(self._until_next_look()):
                handlers[descriptor][1](event)

    # the loop

    def _interests(self) -> dict[int, tuple[int, Handler]]:
        """Which descriptors matter now, for which events, and who handles them.

        A descriptor of the child without events is left out, else its hang-up would spin the loop.
        """
        stream, child = self._stream, self._child
        found: dict[int, tuple[int, Handler]] = {}
        blocked = child is not None and child.inbox.full
        found[stream.incoming] = (0 if blocked else select.POLLIN, self._on_judge)
        if stream.outbox:
            found[stream.outgoing] = (select.POLLOUT, self._on_judge_reads)
        if (descriptor := self._launcher.fileno()) is not None:
            found[descriptor] = (select.POLLIN, lambda _: None)
        if child is not None:
            for end, events, handler in self._child_interests(child):
                if end is not None and events:
                    found[end] = (events, handler)
        return found

    def _child_interests(self, child: RunningChild) -> list[tuple[int | None, int, Handler]]:
        read = 0 if self._stream.outbox.full else select.POLLIN
        write = select.POLLOUT if child.inbox else 0
        ready = select.POLLIN if child.exists else 0  # limits are armed at once: they need its pid
        return [
            (child.data, read | write, self._on_child_data),
            (child.output, read, self._on_child_output),
            (child.ready, ready, self._on_child_ready),
        ]

    def _until_next_look(self) -> float:
        """Milliseconds until a child has to be looked at, or the judge has been silent too long."""
        until = self._heard_at + self._silence
        if self._child is not None:
            until = min(until, self._looked_at + INTERVAL)
        return max(until - time.monotonic(), 0.0) * 1000

    # the judge

    def _on_judge(self, event: int) -> None:
        envelopes = self._stream.receive() if event & select.POLLIN else None
        if envelopes is None and event:
            self._judge_gone = True
        self._heard_at = time.monotonic()
        for envelope in envelopes or ():
            self._obey(envelope)
        if self._child is not None and self._child.inbox:
            self._child.feed()

    def _on_judge_reads(self, event: int) -> None:
        try:
            self._stream.outbox.write_to(self._stream.outgoing)
        except OSError:
            self._judge_gone = True

    def _obey(self, envelope: Envelope) -> None:
        if envelope.kind is Kind.START:
            self._start(envelope.child)
        elif envelope.kind is Kind.RESET:
            self._resetting = True
            self._kill("reset") if self._child else self._reset()
        elif self._child is not None and self._child.number == envelope.child:
            self._obey_about(self._child, envelope)

    def _obey_about(self, child: RunningChild, envelope: Envelope) -> None:
        match envelope.kind:
            case Kind.DATA:
                child.inbox.put(envelope.payload)
            case Kind.ARM:
                child.arm(load(envelope.payload, Alarm))
            case Kind.LOOK:
                self._say(Kind.SPENT, child.number, child.spent())
            case Kind.KILL:
                self._kill("judge")
            case other:
                raise EnvelopeError(f"the judge cannot say {other.name}")

    def _say(self, kind: Kind, number: int, record: Record) -> None:
        self._stream.send(kind, number, dump(record))

    # the child

    def _start(self, number: int) -> None:
        if self._child is not None:
            raise SlotFault(f"child {number} was asked for while {self._child.number} is alive")
        self._child = RunningChild(number, self._slot.settings.limits)
        self._asked_at = self._beat_at = time.monotonic()
        self._launcher.launch(*self._child.far_ends)
        self._child.close_far_ends()

    def _kill(self, reason: str) -> None:
        """End the child; if it is not forked yet, as soon as it is."""
        child = self._child
        if child is not None and not child.killed_for:
            child.killed_for = reason
            self._killed_at = time.monotonic()
            self._launcher.kill()

    def _on_child_data(self, event: int) -> None:
        child = self._child
        if child is None:
            return
        if event & select.POLLOUT:
            child.feed()
        if event & ~select.POLLOUT:
            self._on_child_output(event)  # what it printed before it answered comes first
            if data := child.read_data():
                self._say(Kind.SPENT, child.number, child.spent())
                self._stream.send(Kind.DATA, child.number, data)

    def _on_child_output(self, event: int) -> None:
        if self._child is not None and (printed := self._child.read_output()):
            self._stream.send(Kind.OUTPUT, self._child.number, printed)

    def _on_child_ready(self, event: int) -> None:
        child = self._child
        if child is None or (said := child.read_ready()) is None:
            return
        if said and not child.killed_for:
            raise SlotFault(f"a child could not start: {said}")
        if not said:
            self._stream.send(Kind.STARTED, child.number)

    def _watch(self) -> None:
        """Look at the child, if it is time, and end it when it is beyond a limit.

        Raises SlotFault when the judge has been silent too long.
        """
        child, now = self._child, time.monotonic()
        if now >= self._heard_at + self._silence:
            raise SlotFault(f"nothing was heard of the judge for {self._silence:.0f} s")
        if child is None or now < self._looked_at + INTERVAL:
            return
        self._looked_at = now
        if now >= self._beat_at + BEAT:
            self._beat_at = now
            self._stream.send(Kind.ALIVE, child.number)
        if child.killed_for:
            if now - self._killed_at > END_LIMIT:
                raise SlotFault(f"a child that was killed did not end within {END_LIMIT:.0f} s")
        elif child.started:
            if offence := child.offence():
                self._kill(offence)
        elif now - self._asked_at > START_LIMIT:
            raise SlotFault(f"a child did not start within {START_LIMIT:.0f} s")

    # from the launcher

    def _ask_launcher(self) -> None:
        for message in self._launcher.messages():
            self._take(message)

    def _take(self, message: FromZygote) -> None:
        match message:
            case ZygoteReady():
                self._heard_at = time.monotonic()  # until now there was nothing to say
                self._say(Kind.READY, 0, self._ready)
            case ZygoteFailed(reason=reason):
                raise SlotFault(reason)
            case ChildForked(pid=pid) if self._child is not None:
                self._child.forked(pid)
                if self._child.killed_for:
                    self._launcher.kill()
            case ChildExited() if self._child is not None:
                self._report_exit(self._child, message)

    def _report_exit(self, child: RunningChild, died: ChildExited) -> None:
        """Pass on the child's last bytes, then the facts; nothing of it follows."""
        if not child.started:
            self._on_child_ready(select.POLLIN)
        for handler in (self._on_child_data, self._on_child_output):
            self._drain(handler)
        self._say(Kind.ENDED, child.number, child.facts(died))
        child.close()
        self._child = None
        if self._resetting:
            self._reset()

    def _drain(self, handler: Handler) -> None:
        """Call a handler until nothing more comes; a process that still writes is cut off."""
        before = start = len(self._stream.outbox)
        while len(self._stream.outbox) - start < _LAST_BYTES:
            handler(select.POLLIN)
            if len(self._stream.outbox) == before:
                return
            before = len(self._stream.outbox)

    # reset

    def _reset(self) -> None:
        """End what is left, empty scratch, look again, and answer."""
        self._resetting = False
        self._say(Kind.CLEAN, 0, self._clean())

    def _clean(self) -> Clean:
        if not end_leftovers(self._slot.uid, self._launcher.pids):
            return Clean(ok=False, reason="a process of the submission could not be ended")
        if not self._scratch.empty():
            return Clean(ok=False, reason="the scratch folder could not be emptied")
        return Clean(ok=True)

    def give_up(self, reason: str) -> None:
        """Tell the judge why the far side ends, if it listens."""
        self._stream.send(Kind.FAULT, 0, reason.encode()[:4096])
        poller = select.poll()
        poller.register(self._stream.outgoing, select.POLLOUT)
        while self._stream.outbox and not self._judge_gone and poller.poll(_LAST_WORDS):
            self._on_judge_reads(select.POLLOUT)

    def close(self) -> None:
        """End the child and all it left."""
        self._launcher.close()
        end_leftovers(self._slot.uid, frozenset())
        if self._child is not None:
            self._child.close()
