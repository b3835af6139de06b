"""The requests of a check and the replies of a submission, recorded to be replayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.errors import SlotLost
from grader.judge.proxy.exchange import Exchange, Listener, function_of
from grader.wire import messages as m
from grader.wire.marshalling import Buffer, Buffers

MOST_BYTES = 32 * 1024 * 1024
"""Of one check; a longer recording is dropped."""
MOST_REQUESTS = 2_000
"""Of one check."""


@dataclass(frozen=True)
class RecordedCall:
    """A request and its reply, each with the bytes that belong to it."""

    request: m.Request
    buffers: tuple[Buffer, ...]
    listener: Listener
    """Runs the functions of ours that are among the arguments."""
    reply: m.Reply
    reply_buffers: tuple[Buffer, ...]

    @property
    def function(self) -> str:
        """The function that was called by its name, "part.function"; empty for all else."""
        return function_of(self.request)


@dataclass
class RecordedCalls:
    """All calls of one check, in order."""

    calls: list[RecordedCall] = field(default_factory=list)
    complete: bool = True
    """Whether it can be replayed: it is short enough, and no request was made during another."""
    _bytes: int = 0

    def copies(self, buffers: Sequence[Buffer]) -> tuple[Buffer, ...]:
        """The bytes as they are now; none when there is no more room for them."""
        self._bytes += sum(memoryview(buffer).nbytes for buffer in buffers)
        if self._bytes > MOST_BYTES:
            self.drop()
        return tuple(bytes(buffer) for buffer in buffers) if self.complete else ()

    def add(self, call: RecordedCall) -> None:
        """Keep a request and its reply."""
        if len(self.calls) >= MOST_REQUESTS:
            self.drop()
        if self.complete:
            self.calls.append(call)

    def drop(self) -> None:
        """Give up recording this check."""
        self.complete = False
        self.calls.clear()


class RecordingExchange:
    """An exchange that records what it passes on; see `Exchange`."""

    def __init__(self, exchange: Exchange, recorded: RecordedCalls) -> None:
        self._exchange = exchange
        self._recorded = recorded
        self._open = False
        self._over = False

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Pass on a request and its reply."""
        if self._over:
            raise SlotLost("the check is over")
        if self._open:
            self._recorded.drop()
        self._open = True
        sent = self._recorded.copies(buffers)  # whoever answers uses the list up
        try:
            reply, answer = self._exchange.request(request, buffers, listener)
        finally:
            self._open = False
        received = self._recorded.copies(answer)
        self._recorded.add(RecordedCall(request, sent, listener, reply, received))
        return reply, answer

    def cpu(self) -> float:
        """CPU seconds that the submission's process has used."""
        return self._exchange.cpu()

    def close(self) -> None:
        """The check is over: functions of ours that run once more reach the submission no more."""
        self._over = True
