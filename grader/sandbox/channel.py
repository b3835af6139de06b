"""The judge's end of the stream to a far side: envelopes, deadlines and caps.

Every timeout is one of silence: it starts anew with whatever comes, so that a far side on a busy
machine is not given up while it works. How long a child may take is for the supervisor to measure.

Works on any connected stream socket. A far side that is gone, silent, or sends nonsense is
`SlotLost`, with what we were waiting for; it can make us hold no more than BACKLOG_CAP bytes.
"""

from __future__ import annotations

import itertools
import select
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator

from grader.errors import SlotLost
from grader.wire.control import Alarm, Clean, Facts, R, Ready, Spent, dump, load
from grader.wire.envelope import (
    Envelope,
    EnvelopeError,
    EnvelopeReader,
    Kind,
    encode,
    pieces,
)
from grader.wire.stream import CHUNK

BACKLOG_CAP = 128 * 1024 * 1024
"""Bytes that may wait here unread. A supervisor that works holds back long before."""
SILENCE = 60.0
"""Seconds without a byte after which a far side that owes one is lost: 30 signs of life."""


class Channel:
    """Speaks with one far side. The socket is the caller's, who also closes it."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._reader = EnvelopeReader()
        self._outbox = bytearray()
        """What is queued."""
        self._backlog: deque[Envelope] = deque()
        self._waiting = 0
        """Payload bytes in the backlog."""
        self._numbers = itertools.count(1)

    # the slot

    def ready(self, timeout: float) -> Ready:
        """Wait until the slot is warm."""
        envelope = self._await(lambda e: e.kind is Kind.READY, "it to be ready", timeout)
        return _record(envelope, Ready)

    def reset(self, timeout: float) -> Clean:
        """End everything in the slot, empty its scratch folder, and hear whether that worked.

        What the submission sent and nobody read is forgotten.
        """
        self.send(Kind.RESET, timeout=timeout)
        envelope = self._await(lambda e: e.kind is Kind.CLEAN, "a reset", timeout)
        self._backlog.clear()
        self._waiting = 0
        return _record(envelope, Clean)

    # a child

    def start(self, timeout: float = SILENCE) -> int:
        """Have a child made; return its number once it is locked down and serves."""
        number = next(self._numbers)
        self.send(Kind.START, number, timeout=timeout)
        about = self._await(
            lambda e: e.child == number and e.kind in (Kind.STARTED, Kind.ENDED),
            "a child to start",
            timeout,
        )
        if about.kind is Kind.ENDED:
            raise SlotLost(f"a child ended before it served: {_record(about, Facts)}")
        return number

    def arm(self, child: int, cpu: float, wall: float) -> None:
        """Queue that limits hold from now on, in seconds: before the bytes they are meant for."""
        self.queue(Kind.ARM, child, dump(Alarm(cpu=cpu, wall=wall)))

    def look(self, child: int, timeout: float = SILENCE) -> Spent | Facts:
        """What was spent since the limits hold, or the facts of a child that is dead."""
        self.send(Kind.LOOK, child, timeout=timeout)
        envelope = self._await(_about(child, Kind.SPENT, Kind.ENDED), "what was spent", timeout)
        if envelope.kind is Kind.SPENT:
            return _record(envelope, Spent)
        return _record(envelope, Facts)

    def kill(self, child: int, timeout: float = SILENCE) -> Facts:
        """End a child that may be dead already; return the facts once it is."""
        self.send(Kind.KILL, child, timeout=timeout)
        envelope = self._await(_about(child, Kind.ENDED), "a child to end", timeout)
        return _record(envelope, Facts)

    def queue_data(self, child: int, data: bytes | memoryview) -> None:
        """Queue bytes for a child, cut into envelopes."""
        for piece in pieces(data):
            self.queue(Kind.DATA, child, piece)

    # envelopes

    def queue(self, kind: Kind, child: int = 0, payload: bytes | memoryview = b"") -> None:
        """Have an envelope sent with the next one: each sending wakes the other side up."""
        self._outbox += encode(kind, child, payload)

    def send(
        self, kind: Kind, child: int = 0, payload: bytes | memoryview = b"", *, timeout: float
    ) -> None:
        """Send one envelope, after those that are queued. Raises SlotLost."""
        self.queue(kind, child, payload)
        self.flush(timeout)

    def flush(self, timeout: float = SILENCE) -> None:
        """Send what is queued. What comes in meanwhile is kept, so that two full pipes cannot wait
        for each other. Raises SlotLost; the stream is of no use after that."""
        what, deadline = "it to take what was sent", time.monotonic() + timeout
        queued, self._outbox = self._outbox, bytearray()
        rest = memoryview(queued)
        while rest:
            wanted = select.POLLOUT | (select.POLLIN if self._waiting < BACKLOG_CAP else 0)
            event = self._poll(wanted, deadline, what)
            deadline = time.monotonic() + timeout
            if event & select.POLLIN:
                self._take(what)
            elif event & select.POLLOUT:
                rest = rest[self._push(rest, what) :]
            else:
                raise _lost("hung up", what)

    def receive(self, timeout: float = SILENCE) -> Envelope:
        """The next envelope, whatever it says. Raises SlotLost when none comes in time."""
        return self._await(lambda _: True, "an answer", timeout)

    def pending(self) -> Iterator[Envelope]:
        """Take what has come already, without waiting for more. Raises SlotLost."""
        while self._backlog or self._comes():
            yield self._pick(0)

    def _await(self, wanted: Callable[[Envelope], bool], what: str, timeout: float) -> Envelope:
        """The first envelope that is wanted; the others stay, in their order."""
        deadline = time.monotonic() + timeout
        looked = 0
        while True:
            for index in range(looked, len(self._backlog)):
                if wanted(self._backlog[index]):
                    return self._pick(index)
            looked = len(self._backlog)
            if self._waiting >= BACKLOG_CAP:
                raise _lost("sent more than anyone can keep", what)
            self._poll(select.POLLIN, deadline, what)
            self._take(what)
            deadline = time.monotonic() + timeout

    def _comes(self) -> bool:
        """Whether an envelope has come that nobody has taken in yet."""
        self._take("what had come")
        return bool(self._backlog)

    def _pick(self, index: int) -> Envelope:
        envelope = self._backlog[index]
        del self._backlog[index]
        self._waiting -= len(envelope.payload)
        return envelope

    def _take(self, what: str) -> None:
        """Put what has come into the backlog."""
        try:
            data = self._sock.recv(CHUNK, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError as error:
            raise _lost(f"is gone ({error})", what) from error
        if not data:
            raise _lost("ended in the middle of a message" if self._reader.torn else "ended", what)
        try:
            envelopes = self._reader.feed(data)
        except EnvelopeError as error:
            raise _lost(f"sent nonsense ({error})", what) from error
        for envelope in envelopes:
            if envelope.kind is Kind.FAULT:
                raise _lost(f"gave up ({envelope.payload.decode('utf-8', 'replace')})", what)
            if envelope.kind is Kind.ALIVE:
                continue
            self._backlog.append(envelope)
            self._waiting += len(envelope.payload)

    def _push(self, rest: memoryview, what: str) -> int:
        try:
            return self._sock.send(rest[:CHUNK], socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise _lost(f"is gone ({error})", what) from error

    def _poll(self, events: int, deadline: float, what: str) -> int:
        poller = select.poll()
        poller.register(self._sock, events)
        while True:
            left = deadline - time.monotonic()
            for _, event in poller.poll(max(left, 0.0) * 1000):
                return event
            if left <= 0:
                raise _lost("did not answer in time", what)


def _about(child: int, *kinds: Kind) -> Callable[[Envelope], bool]:
    return lambda envelope: envelope.child == child and envelope.kind in kinds


def _record(envelope: Envelope, kind: type[R]) -> R:
    try:
        return load(envelope.payload, kind)
    except ValueError as error:
        raise _lost(f"sent nonsense ({error})", f"{envelope.kind.name}") from error


def _lost(how: str, what: str) -> SlotLost:
    return SlotLost(
        f"the sandbox {how} while we waited for {what}",
        hint="The submission is graded again in a fresh sandbox.",
    )
