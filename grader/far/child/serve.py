"""The child's side of the conversation: frames in, answers out, until the judge hangs up."""

from __future__ import annotations

from typing import Any, Protocol

from grader.far.child.calls import Calls
from grader.far.child.imports import ImportGate
from grader.far.child.loading import Shelf
from grader.far.child.reset import Start
from grader.wire import messages as m
from grader.wire.control import Settings
from grader.wire.frames import Buffer, Decoder, FrameTooLarge, encode
from grader.wire.limits import Limits
from grader.wire.marshalling import Buffers

PIECE = 256 * 1024


class HungUp(Exception):
    """The judge closed the conversation."""


class Stream(Protocol):
    """What a conversation is held on: a connected socket, or two pipes."""

    def recv(self, most: int, /) -> bytes:
        """Some bytes; none when the judge has hung up."""
        ...

    def sendall(self, data: Buffer, /) -> None:
        """Send everything."""
        ...


def serve(sock: Stream, settings: Settings) -> None:
    """Answer requests on a stream until it closes."""
    RequestServer(sock, settings.limits, ImportGate(settings.packages)).run()


class RequestServer:
    """One frame at a time in each direction; questions to the judge may nest."""

    def __init__(self, sock: Stream, limits: Limits, gate: ImportGate) -> None:
        self._sock = sock
        self._cap = limits.frame
        self._frames: Decoder[m.ToChild] = Decoder(m.ToChild, cap=limits.frame)
        self._ready: list[tuple[m.ToChild, Buffers]] = []
        self._calls = Calls(self._ask, Shelf(gate=gate), Start())

    def run(self) -> None:
        """Answer one request after the other."""
        try:
            while True:
                message, buffers = self._receive()
                if isinstance(message, m.Begin):
                    self._calls.begin(message.seed)
                elif isinstance(message, m.Answer | m.Refuse):
                    return
                else:
                    self._reply(message, buffers)
        except HungUp:
            return

    def _ask(self, question: m.Ask, buffers: Buffers) -> tuple[m.Answer | m.Refuse, Buffers]:
        """Ask the judge, and answer its requests until it has replied."""
        self._send(question, buffers)
        while True:
            message, received = self._receive()
            if isinstance(message, m.Answer | m.Refuse):
                return message, received
            if not isinstance(message, m.Begin):
                self._reply(message, received)

    def _reply(self, request: m.Request, buffers: Buffers) -> None:
        reply, reply_buffers = self._calls.answer(request, buffers)
        try:
            self._send(reply, reply_buffers)
        except FrameTooLarge:
            self._send(m.Kept(path=""), [])

    def _receive(self) -> tuple[m.ToChild, Buffers]:
        while not self._ready:
            data = self._sock.recv(PIECE)
            if not data:
                raise HungUp
            self._frames.feed(data)
            self._ready += [(message, list(buffers)) for message, buffers in self._frames]
        return self._ready.pop(0)

    def _send(self, message: Any, buffers: Buffers) -> None:
        for chunk in encode(message, buffers, self._cap):
            self._sock.sendall(chunk)
