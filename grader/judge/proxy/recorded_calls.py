"""What a check and a submission said to each other, kept so that it can be said again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.errors import SlotLost
from grader.judge.proxy.exchange import Exchange, Listener
from grader.wire import messages as m
from grader.wire.marshalling import Buffer, Buffers

MOST_BYTES = 32 * 1024 * 1024
"""Of one check; a longer dialogue is forgotten."""
MOST_REQUESTS = 2_000
"""Of one check."""


@dataclass(frozen=True)
class RecordedCall:
    """A request and its reply, with the bytes that belong to them."""

    request: m.Request
    buffers: tuple[Buffer, ...]
    listener: Listener
    """Runs the functions of ours that are among the arguments."""
    reply: m.Reply
    answer: tuple[Buffer, ...]


@dataclass
class RecordedCalls:
    """All that was said during one check, in order."""

    said: list[RecordedCall] = field(default_factory=list)
    complete: bool = True
    """Whether it can be said again: it is short enough, and no request was made during another."""
    _bytes: int = 0

    def copies(self, buffers: Sequence[Buffer]) -> tuple[Buffer, ...]:
        """The bytes as they are now; none when there is no more room for them."""
        self._bytes += sum(memoryview(buffer).nbytes for buffer in buffers)
        if self._bytes > MOST_BYTES:
            self.forget()
        return tuple(bytes(buffer) for buffer in buffers) if self.complete else ()

    def add(self, said: RecordedCall) -> None:
        """Keep a request and its reply."""
        if len(self.said) >= MOST_REQUESTS:
            self.forget()
        if self.complete:
            self.said.append(said)

    def forget(self) -> None:
        """Give up: what was said cannot be said again."""
        self.complete = False
        self.said.clear()


class RecordingExchange:
    """An exchange that keeps what it passes on; see `Exchange`."""

    def __init__(self, exchange: Exchange, dialogue: RecordedCalls) -> None:
        self._exchange = exchange
        self._dialogue = dialogue
        self._open = False
        self._over = False

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Pass on a request and its reply."""
        if self._over:
            raise SlotLost("the check is over")
        if self._open:
            self._dialogue.forget()
        self._open = True
        sent = self._dialogue.copies(buffers)  # whoever answers uses the list up
        try:
            reply, answer = self._exchange.request(request, buffers, listener)
        finally:
            self._open = False
        received = self._dialogue.copies(answer)
        self._dialogue.add(RecordedCall(request, sent, listener, reply, received))
        return reply, answer

    def cpu(self) -> float:
        """CPU seconds that the submission's process has used."""
        return self._exchange.cpu()

    def close(self) -> None:
        """The check is over: functions of ours that run once more reach the submission no more."""
        self._over = True
