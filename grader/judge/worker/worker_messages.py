"""Messages between coordinator, judge template and judges; all of it is ours.

length   unsigned, 4 bytes, big-endian
message  msgpack of a tagged record; open sockets may ride along
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec

from grader.errors import SlotLost
from grader.model import Check, Judged, Record, SourceFile

_LENGTH = struct.Struct(">I")


class WorkerMessage(Record, tag=True):
    """Base of these messages."""


class Prepare(WorkerMessage):
    """To a new template: the assignment, and the secret of its hidden checks."""

    course: str
    assignment: str
    secret: bytes


class Prepared(WorkerMessage):
    """The reference passed every check; judges can be forked."""

    checks: tuple[Check, ...]


class CourseUnfit(WorkerMessage):
    """The course is wrong; nobody is graded."""

    message: str
    problems: tuple[str, ...] = ()


class ForkWorker(WorkerMessage):
    """Fork a judge. Two sockets ride along: to the slot, and back to the coordinator."""


class WorkerForked(WorkerMessage):
    """A judge is at work."""

    pid: int


class JudgeFiles(WorkerMessage):
    """To a judge: the submission. The template itself never holds one."""

    files: tuple[SourceFile, ...]
    only: tuple[str, ...] = ()
    """The checks to run, by id; empty: all of them."""


class Verdicts(WorkerMessage):
    """From a judge, its last message: all results."""

    judged: Judged


class SlotFailed(WorkerMessage):
    """From a judge, its last message: the slot failed. Nothing is graded."""

    why: str


FromTemplate = Prepared | CourseUnfit | WorkerForked
ToTemplate = Prepare | ForkWorker
FromJudge = Verdicts | SlotFailed
T = TypeVar("T")


class MessageSocket(Generic[T]):
    """Sends and receives such messages on a connected Unix socket."""

    def __init__(self, sock: socket.socket, receives: Any) -> None:
        self._sock = sock
        self._decoder = msgspec.msgpack.Decoder(receives)

    def send(self, message: WorkerMessage, passing: Sequence[socket.socket] = ()) -> None:
        """Send one message, and perhaps sockets."""
        body = msgspec.msgpack.encode(message)
        data = _LENGTH.pack(len(body)) + body
        sent = socket.send_fds(self._sock, [data], [s.fileno() for s in passing]) if passing else 0
        self._sock.sendall(data[sent:])

    def receive(self) -> tuple[T, list[socket.socket]]:
        """The next message and the sockets that came with it. Raises SlotLost at the end."""
        data, descriptors, _, _ = socket.recv_fds(self._sock, _LENGTH.size, 2)
        if not data:
            raise SlotLost("the process at the other end is gone")
        data += self._exactly(_LENGTH.size - len(data))
        body = self._exactly(_LENGTH.unpack(data)[0])
        return self._decoder.decode(body), [socket.socket(fileno=fd) for fd in descriptors]

    def _exactly(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            piece = self._sock.recv(size - len(data))
            if not piece:
                raise SlotLost("the process at the other end is gone")
            data += piece
        return bytes(data)

    def close(self) -> None:
        """Hang up."""
        self._sock.close()
