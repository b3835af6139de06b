"""The stream of an attached container: standard output and error in one, in frames.

stream  1 byte: 1 standard output, 2 standard error
        3 bytes, zero
length  unsigned, 4 bytes, big-endian
bytes

The Docker SDK has a reader, which blocks and collects all of the output; this one takes pieces of
any size as they come.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

OUTPUT, ERRORS = 1, 2
_HEADER = struct.Struct(">BxxxI")


class Piece(NamedTuple):
    """Some bytes of one stream."""

    stream: int
    data: bytes


class Demultiplexer:
    """Tells the streams apart, piece by piece as they come.

    A frame may announce four gigabytes: it is passed on in the pieces that arrive, never collected.
    """

    def __init__(self) -> None:
        self._header = bytearray()
        self._stream = 0
        self._left = 0

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Take bytes in; give back what they say."""
        view = memoryview(data)
        while view:
            taken = self._take_header(view) if self._left == 0 else min(self._left, len(view))
            if self._left and not self._header:
                yield Piece(self._stream, bytes(view[:taken]))
                self._left -= taken
            view = view[taken:]
            self._finish_header()

    def _take_header(self, view: memoryview) -> int:
        taken = min(_HEADER.size - len(self._header), len(view))
        self._header += view[:taken]
        return taken

    def _finish_header(self) -> None:
        if len(self._header) == _HEADER.size:
            self._stream, self._left = _HEADER.unpack(self._header)
            self._header.clear()
