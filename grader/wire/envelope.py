"""Envelopes: what travels between a judge and the supervisor of a slot, on one byte stream.

    kind    unsigned, 1 byte
    child   unsigned, 4 bytes: which child it is about; 0 for the slot itself
    length  unsigned, 4 bytes, at most PAYLOAD_CAP
    payload

Numbers are big-endian. The bytes inside DATA belong to the judge and its child: nobody on the way
looks at them. While no child is alive the supervisor says nothing unless it is asked; while one is,
it says ALIVE every BEAT seconds, so that silence means that the far side is lost.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

PAYLOAD_CAP = 1024 * 1024
"""Bytes of one payload; longer data is cut into several envelopes."""
BEAT = 2.0
"""Seconds between two signs of life."""
_HEADER = struct.Struct(">BII")


class Kind(IntEnum):
    """What an envelope says. Each payload is the record named here, as msgpack, or raw bytes."""

    START = 1
    """judge: make child `child` (empty); its limits are those of the slot"""
    DATA = 2
    """both: bytes for the child, bytes from the child (raw)"""
    ARM = 3
    """judge: these limits hold from now on, in the place of others (Alarm)"""
    LOOK = 4
    """judge: how much was spent since ARM? (empty)"""
    KILL = 5
    """judge: end the child (empty)"""
    RESET = 6
    """judge: end everything and empty the scratch folder (empty)"""

    READY = 16
    """supervisor: the slot is warm (Ready); said once, unasked"""
    STARTED = 17
    """supervisor: the child is locked down and listens (empty)"""
    OUTPUT = 18
    """supervisor: bytes that the child printed (raw)"""
    SPENT = 19
    """supervisor: comes before each DATA, and is the answer to LOOK (Spent)"""
    ENDED = 20
    """supervisor: the child is dead, nothing of it follows (Facts)"""
    CLEAN = 21
    """supervisor: the answer to RESET (Clean)"""
    FAULT = 22
    """supervisor: the far side gives up, in a sentence (UTF-8)"""
    ALIVE = 23
    """supervisor: a child is there and is watched (empty)"""


class EnvelopeError(ValueError):
    """Bytes that are no envelope."""


class Envelope(NamedTuple):
    """One message, whole."""

    kind: Kind
    child: int
    payload: bytes


def encode(kind: Kind, child: int = 0, payload: bytes | memoryview = b"") -> bytes:
    """Return the bytes of one envelope; the payload is at most PAYLOAD_CAP bytes."""
    if len(payload) > PAYLOAD_CAP:
        raise ValueError(
            f"{kind.name}: a payload of {len(payload)} bytes, the cap is {PAYLOAD_CAP}"
        )
    return _HEADER.pack(kind, child, len(payload)) + payload


def pieces(data: bytes | bytearray | memoryview) -> Iterator[memoryview]:
    """Cut data into payloads of at most PAYLOAD_CAP bytes."""
    view = memoryview(data)
    for start in range(0, len(view), PAYLOAD_CAP):
        yield view[start : start + PAYLOAD_CAP]


class EnvelopeReader:
    """Puts envelopes together from whatever pieces arrive.

    Holds at most one unfinished envelope: memory is taken for bytes that came, never for bytes
    that were announced.
    """

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[Envelope]:
        """Take bytes in; return the envelopes they complete. Raises EnvelopeError on nonsense."""
        self._bytes += data
        whole: list[Envelope] = []
        while (envelope := self._next()) is not None:
            whole.append(envelope)
        return whole

    @property
    def torn(self) -> bool:
        """Whether an envelope has begun and not ended."""
        return bool(self._bytes)

    def _next(self) -> Envelope | None:
        if len(self._bytes) < _HEADER.size:
            return None
        number, child, length = _HEADER.unpack_from(self._bytes)
        if length > PAYLOAD_CAP:
            raise EnvelopeError(f"an envelope announces {length} bytes, the cap is {PAYLOAD_CAP}")
        try:
            kind = Kind(number)
        except ValueError:
            raise EnvelopeError(f"there is no envelope of kind {number}") from None
        end = _HEADER.size + length
        if len(self._bytes) < end:
            return None
        payload = bytes(memoryview(self._bytes)[_HEADER.size : end])
        del self._bytes[:end]
        return Envelope(kind, child, payload)
