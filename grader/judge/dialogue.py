"""What a check and a submission said to each other, kept so that it can be said again."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.far import messages as m
from grader.far.values import Buffer, Buffers
from grader.judge.exchange import Listener

MOST_BYTES = 32 * 1024 * 1024
"""Of one check; a longer dialogue is forgotten."""


@dataclass(frozen=True)
class Said:
    """A request and its reply, with the bytes that belong to them."""

    request: m.Request
    buffers: tuple[Buffer, ...]
    listener: Listener
    """Runs the functions of ours that are among the arguments."""
    reply: m.Reply
    answer: tuple[Buffer, ...]


@dataclass
class Dialogue:
    """All that was said during one check, in order.

    Nothing is copied: the bytes are those that were sent and received anyway.
    """

    said: list[Said] = field(default_factory=list)
    complete: bool = True
    """Whether it can be said again: it is short enough, and no request was made during another."""
    _bytes: int = 0
    _open: int = 0

    def begin(self) -> None:
        """A request goes out."""
        self._open += 1
        if self._open > 1:
            self._forget()

    def end(
        self,
        request: m.Request,
        buffers: Buffers,
        listener: Listener,
        reply: m.Reply | None,
        answer: Buffers,
    ) -> None:
        """Its reply came, or none will."""
        self._open -= 1
        if not self.complete or reply is None:
            return
        self._bytes += sum(map(len, buffers)) + sum(map(len, answer))
        if self._bytes > MOST_BYTES:
            self._forget()
            return
        self.said.append(Said(request, tuple(buffers), listener, reply, tuple(answer)))

    def _forget(self) -> None:
        self.complete = False
        self.said.clear()
