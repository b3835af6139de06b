"""The supervisor's end of the judge's byte stream: never blocks, never holds more than a bound."""

from __future__ import annotations

import os

from grader.wire.envelope import Envelope, EnvelopeReader, Kind, encode

CHUNK = 256 * 1024
"""Bytes read at once."""
HIGH_WATER = 4 * 1024 * 1024
"""Bytes waiting to be written above which no more are taken in."""


class Outbox:
    """Bytes that wait until a file descriptor takes them."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def __len__(self) -> int:
        return len(self._bytes)

    @property
    def full(self) -> bool:
        """Whether nothing more should be put in that can wait elsewhere."""
        return len(self._bytes) >= HIGH_WATER

    def put(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._bytes += data

    def clear(self) -> None:
        """Forget everything."""
        self._bytes.clear()

    def write_to(self, descriptor: int) -> None:
        """Write what the non-blocking descriptor takes at once. Raises OSError when it is gone."""
        try:
            with memoryview(self._bytes) as view:
                written = os.write(descriptor, view[:CHUNK])
        except BlockingIOError:
            return
        del self._bytes[:written]


class JudgeStream:
    """Envelopes in, envelopes out, over two descriptors that may be the same socket."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self.incoming = incoming
        self.outgoing = outgoing
        self.outbox = Outbox()
        self._reader = EnvelopeReader()
        os.set_blocking(incoming, False)
        os.set_blocking(outgoing, False)

    def receive(self) -> list[Envelope] | None:
        """The envelopes that came; None when the judge is gone. Raises EnvelopeError."""
        try:
            data = os.read(self.incoming, CHUNK)
        except BlockingIOError:
            return []
        except OSError:
            return None
        return self._reader.feed(data) if data else None

    def send(self, kind: Kind, child: int = 0, payload: bytes = b"") -> None:
        """Queue an envelope."""
        self.outbox.put(encode(kind, child, payload))
