"""Frames: one message and the buffers that belong to it, as bytes.

    magic and version  4 bytes
    length of header   unsigned, 4 bytes, big-endian, at most HEADER_CAP
    header             msgpack of [message, [length of each buffer]]
    buffers            one after the other

The reader trusts nothing. It takes memory for bytes that came, never for bytes that were
announced; it refuses a frame beyond its cap as soon as the header says so; and it accepts only
the one spelling of a header that our own encoder writes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Annotated, Any, Generic, NamedTuple, TypeAlias, TypeVar

import msgspec

MAGIC = b"gdr\x01"
HEADER_CAP = 256 * 1024
PIECE = 1024 * 1024
"""Bytes that a reader takes beyond the frame it waits for."""
_PREFIX = struct.Struct(">4sI")
_ENCODER = msgspec.msgpack.Encoder()
_Length = Annotated[int, msgspec.Meta(ge=0)]

Message = TypeVar("Message")
Buffer: TypeAlias = bytes | bytearray | memoryview
"""Raw bytes, one item a byte."""
Buffers: TypeAlias = list[Buffer]
"""What travels beside a message; its nodes name buffers by index."""


class WireError(Exception):
    """The other side sent bytes that are no frame, or a frame that holds no sound value.

    It stands outside the tree of `grader.errors`: the far side raises it, too, and imports nothing
    of grader but itself and `grader.wire`.
    """


class FrameTooLarge(Exception):
    """We were about to send more than one frame may hold."""

    def __init__(self, what: str, size: int, cap: int) -> None:
        super().__init__(f"{what} of {size:,} bytes is larger than the limit of {cap:,} bytes")
        self.size = size
        self.cap = cap


def encode(message: msgspec.Struct, buffers: Buffers, cap: int) -> list[Buffer]:
    """Return the frame in chunks, to be sent one after the other; buffers are not copied.

    Raises `FrameTooLarge` when header or frame exceed their caps.
    """
    lengths = [len(buffer) for buffer in buffers]
    header = _ENCODER.encode((message, lengths))
    if len(header) > HEADER_CAP:
        raise FrameTooLarge("the structure of a value", len(header), HEADER_CAP)
    size = _PREFIX.size + len(header) + sum(lengths)
    if size > cap:
        raise FrameTooLarge("a message", size, cap)
    return [_PREFIX.pack(MAGIC, len(header)) + header, *buffers]


class _Head(NamedTuple):
    """A header that was read: the message, and where each buffer starts and the frame ends."""

    message: Any
    edges: tuple[int, ...]


class Decoder(Generic[Message]):
    """Reads frames from bytes that come in pieces of any size.

        decoder: Decoder[Ask | Answer] = Decoder(Ask | Answer, cap=limits.frame)
        decoder.feed(data)
        for message, buffers in decoder: ...

    Iterating gives the frames that are complete so far and raises `WireError` at the first bytes
    that cannot be one; nothing after them can be read. At most one frame and one piece are kept.
    """

    def __init__(self, messages: Any, cap: int) -> None:
        """`messages` is a tagged union of msgspec structs, `cap` the bytes of a frame."""
        self._headers = msgspec.msgpack.Decoder(tuple[messages, list[_Length]])
        self._cap = cap
        self._pending = bytearray()
        self._head: _Head | None = None

    def feed(self, data: Buffer) -> None:
        """Take more bytes from the other side; iterate before the next piece is fed."""
        if len(self._pending) + len(data) > self._cap + PIECE:
            raise WireError(f"more than a frame of {self._cap:,} bytes")
        self._pending += data

    def __iter__(self) -> Iterator[tuple[Message, Buffers]]:
        while head := self._read_head():
            frame = self._take(head.edges[-1])
            if frame is None:
                return
            self._head = None
            view = memoryview(frame)
            yield head.message, [view[start:end] for start, end in pairwise(head.edges)]

    @property
    def empty(self) -> bool:
        """Whether nothing came beyond the frames that were taken."""
        return not self._pending

    def _read_head(self) -> _Head | None:
        """Return the head of the first frame, or None while its bytes are incomplete."""
        if self._head is None and len(self._pending) >= _PREFIX.size:
            magic, length = _PREFIX.unpack_from(self._pending)
            start, end = _PREFIX.size, _PREFIX.size + length
            if magic != MAGIC or length > HEADER_CAP or end > self._cap:
                raise WireError("bytes that are no frame")
            if len(self._pending) >= end:
                self._head = self._parse(bytes(self._pending[start:end]))
        return self._head

    def _parse(self, header: bytes) -> _Head:
        try:
            message, lengths = self._headers.decode(header)
            spelling = _ENCODER.encode((message, lengths))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise WireError(f"a header that is no message: {error!s:.200}") from error
        if spelling != header:
            raise WireError("a header that our encoder would write otherwise")
        edges = tuple(accumulate(lengths, initial=_PREFIX.size + len(header)))
        if edges[-1] > self._cap:
            raise WireError(f"a frame of {edges[-1]:,} bytes, beyond {self._cap:,}")
        return _Head(message, edges)

    def _take(self, size: int) -> bytearray | None:
        """Remove the first frame from what is pending, or return None if it is incomplete."""
        if len(self._pending) < size:
            return None
        if len(self._pending) == size:  # the rule: one frame, then an answer
            frame, self._pending = self._pending, bytearray()
        else:
            frame = self._pending[:size]
            del self._pending[:size]
        return frame
