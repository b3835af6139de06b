"""Frames arrive whole or not at all, and no bytes do more harm than a `WireError`."""

from __future__ import annotations

import contextlib
import struct
import tracemalloc
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.wire.frames import HEADER_CAP, MAGIC, PIECE, Decoder, FrameTooLarge, encode
from grader.wire.marshalling import Buffer, Buffers, Node, Reference, WireError, pack, unpack
from grader.wire.nodes import Array
from tests.wire.strategies import same, values

CAP = 4 * 1024 * 1024


class Message(msgspec.Struct, array_like=True, tag=True, forbid_unknown_fields=True):
    """Base of the messages of these tests."""


class Call(Message):
    function: str
    arguments: tuple[Node, ...]


class Stop(Message):
    code: int = 0


def no_reference(_: object) -> None:
    return None


def no_object(_: Reference) -> object:
    raise WireError("no references here")


def frame(function: str, *arguments: object) -> bytes:
    buffers: Buffers = []
    message = Call(function, tuple(pack(value, buffers, no_reference) for value in arguments))
    return b"".join(encode(message, buffers, CAP))


def decoder(cap: int = CAP) -> Decoder[Call | Stop]:
    return Decoder(Call | Stop, cap)


def read(*pieces: Buffer, cap: int = CAP) -> list[tuple[Any, ...]]:
    """Feed the pieces one by one and return all messages with their values."""
    reader, messages = decoder(cap), []
    for piece in pieces:
        reader.feed(piece)
        for message, buffers in reader:
            if isinstance(message, Call):
                arguments = [unpack(node, buffers, no_object) for node in message.arguments]
                messages.append((message.function, *arguments))
            else:
                messages.append((message.code,))
    return messages


def raw_frame(header: bytes, buffers: bytes = b"") -> bytes:
    return MAGIC + struct.pack(">I", len(header)) + header + buffers


FRAME = frame("f", {"W1": np.arange(6.0).reshape(2, 3), "b": [1, None, "ü", 2.5]}, b"bytes")
VALUES = ("f", {"W1": np.arange(6.0).reshape(2, 3), "b": [1, None, "ü", 2.5]}, b"bytes")


# --- whole frames -----------------------------------------------------------------------------


def test_a_decoder_knows_whether_more_came_than_one_frame() -> None:
    reader = decoder()
    for beyond, is_empty in ((b"", True), (FRAME[:1], False)):
        reader.feed(FRAME + beyond)
        next(iter(reader))
        assert reader.empty == is_empty


@given(st.lists(values, max_size=3))
def test_a_frame_brings_its_message_and_values(arguments: list[object]) -> None:
    assert same(read(frame("softmax", *arguments)), [("softmax", *arguments)])


@given(st.lists(st.binary(max_size=40).map(lambda data: frame("f", data)), max_size=4), st.data())
def test_frames_are_the_same_however_they_are_cut(frames: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(frames)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=6).map(sorted))
    pieces = [stream[i:j] for i, j in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert read(*pieces) == read(stream)
    assert len(read(stream)) == len(frames)


def test_a_frame_may_come_byte_by_byte() -> None:
    stream = FRAME + b"".join(encode(Stop(code=3), [], CAP)) + FRAME
    one_by_one = read(*(bytes([byte]) for byte in stream))
    assert same(one_by_one, [VALUES, (3,), VALUES])


def test_every_truncation_of_a_frame_is_incomplete() -> None:
    for length in range(len(FRAME)):
        assert read(FRAME[:length]) == []


def test_iterating_may_stop_between_two_frames() -> None:
    reader = decoder()
    reader.feed(b"".join(encode(Stop(1), [], CAP) + encode(Stop(2), [], CAP)))
    assert next(iter(reader)) == (Stop(1), [])
    assert next(iter(reader)) == (Stop(2), [])
    assert list(reader) == []


def test_buffers_are_sent_without_a_copy() -> None:
    array = np.zeros(1000)
    buffers: Buffers = []
    chunks = encode(Call("f", (pack(array, buffers, no_reference),)), buffers, CAP)
    assert np.shares_memory(np.frombuffer(chunks[1], np.uint8), array)


# --- rubbish ----------------------------------------------------------------------------------


@given(st.binary(max_size=200))
@example(MAGIC + b"\xff\xff\xff\xff")
def test_random_bytes_are_a_wire_error_or_incomplete(data: bytes) -> None:
    survive(data)
    survive(raw_frame(data))


@given(st.integers(0, len(FRAME) * 8 - 1))
def test_one_wrong_bit_is_a_wire_error_or_another_value(bit: int) -> None:
    broken = bytearray(FRAME)
    broken[bit // 8] ^= 1 << bit % 8
    survive(bytes(broken))


@given(values, st.data())
def test_damaged_frames_are_a_wire_error_or_another_value(
    value: object, data: st.DataObject
) -> None:
    broken = bytearray(frame("f", value))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(8, len(broken) - 1))
        broken[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    struct.pack_into(">I", broken, 4, len(broken) - 8)
    survive(bytes(broken))


def survive(data: bytes) -> None:
    """Read the bytes; any exception but `WireError` is a failure."""
    with contextlib.suppress(WireError):
        read(data)


def packed(*items: Any) -> bytes:
    return msgspec.msgpack.encode(items)


HEADERS = {
    "nothing": b"",
    "no list": packed(1)[1:],
    "an unknown message": packed(["Jump", 1], []),
    "a field too many": packed(["Stop", 1, 2], []),
    "a field too few": packed(["Call", "f"], []),
    "a field left out that has a default": packed(["Stop"], []),
    "a wrong type": packed(["Stop", "1"], []),
    "a float for an int": packed(["Stop", 1.0], []),
    "an unknown node": packed(["Call", "f", [[99]]], []),
    "a node with a field too many": packed(["Call", "f", [[0, 1]]], []),
    "an int in the place of a float": packed(["Call", "f", [[4, 1]]], []),
    "a map in the place of a message": packed({"type": "Stop", "code": 1}, []),
    "a third part": packed(["Stop", 1], [], []),
    "bytes after the message": packed(["Stop", 1], []) + b"\xc0",
    "a number longer than needed": packed(["Stop", 1], []).replace(b"\x01", b"\xd1\x00\x01"),
    "a list longer than needed": b"\xdc\x00\x02" + packed(["Stop", 1], [])[1:],
    "a negative length": packed(["Stop", 1], [-1]),
    "a length that is no number": packed(["Stop", 1], [None]),
    "text that is no UTF-8": packed(["Stop", 1], []).replace(b"Stop", b"St\xff\xff"),
    "a function's name that is no UTF-8": packed(["Call", "ff", []], []).replace(
        b"ff", b"\xff\xff"
    ),
    "more lists than a header holds": b"\xdd" + struct.pack(">I", 2**32 - 1) + b"\x90" * 100_000,
    "lists inside lists": b"\x91" * 100_000 + b"\x90",
    "nodes inside nodes": packed(["Call", "f", []], [])[:-2] + b"\x91" + b"\x92\x08\x91" * 50_000,
    "an extension type": packed(["Call", "f", [[2, msgspec.msgpack.Ext(5, b"x")]]], []),
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_a_header_that_is_no_message_is_a_wire_error(header: bytes) -> None:
    with pytest.raises(WireError):
        read(raw_frame(header))


def test_a_frame_after_rubbish_is_never_read() -> None:
    reader = decoder()
    reader.feed(b"rubbish!" + FRAME)
    for _ in range(2):
        with pytest.raises(WireError):
            next(iter(reader))


def test_frames_before_rubbish_are_read() -> None:
    reader = decoder()
    reader.feed(FRAME + b"rubbish!")
    messages = iter(reader)
    next(messages)
    with pytest.raises(WireError):
        next(messages)


# --- caps -------------------------------------------------------------------------------------


def test_a_frame_of_exactly_the_cap_is_sent_and_read() -> None:
    size = sum(map(len, encode(Stop(), [b"x" * 1000], CAP)))
    chunks = encode(Stop(), [b"x" * 1000], size)
    assert read(b"".join(chunks), cap=size) == [(0,)]


def test_a_frame_beyond_the_cap_is_neither_sent_nor_read() -> None:
    chunks = encode(Stop(), [b"x" * 1000], CAP)
    size = sum(map(len, chunks))
    with pytest.raises(FrameTooLarge, match=rf"{size:,} bytes .* {size - 1:,} bytes"):
        encode(Stop(), [b"x" * 1000], size - 1)
    with pytest.raises(WireError, match="beyond"):
        read(chunks[0], cap=size - 1)


def test_a_header_beyond_its_cap_is_neither_sent_nor_read() -> None:
    with pytest.raises(FrameTooLarge, match="structure"):
        encode(Call("f" * HEADER_CAP, ()), [], CAP)
    with pytest.raises(WireError):
        read(MAGIC + struct.pack(">I", HEADER_CAP + 1))


def test_lengths_that_add_up_to_nonsense_are_refused_before_any_buffer_comes() -> None:
    header = packed(["Stop", 1], [2**63, 2**63, 2**64 - 1])
    with pytest.raises(WireError, match="beyond"):
        read(raw_frame(header))


def test_a_reader_that_is_only_fed_stops_at_the_cap() -> None:
    reader = decoder(cap=1000)
    reader.feed(bytes(1000 + PIECE))
    with pytest.raises(WireError):
        reader.feed(b"x")


def peak_of_reading(data: bytes) -> int:
    tracemalloc.start()
    try:
        survive(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


MIB = 1024 * 1024
HUGE = {
    "a frame that announces all it may hold": raw_frame(packed(["Stop", 1], [CAP - 100])),
    "a header of empty lists": raw_frame(b"\xdd\x00\x03\xff\x00" + b"\x90" * (HEADER_CAP - 5)),
    "a header of nulls": raw_frame(
        packed(["Call", "f", []], [])[:-2]
        + b"\xdd"
        + struct.pack(">I", 130_000)
        + b"\x91\x00" * 130_000
        + b"\x90"
    ),
    "ten million empty lists": MAGIC + struct.pack(">I", 10**7) + b"\x90" * (PIECE - 8),
    "a hundred thousand buffers": raw_frame(packed(["Stop", 1], [0] * 200_000)),
}


@pytest.mark.parametrize("data", HUGE.values(), ids=HUGE.keys())
def test_hostile_frames_take_little_memory(data: bytes) -> None:
    assert peak_of_reading(data) < 64 * MIB


def test_a_shape_that_promises_gigabytes_takes_no_memory() -> None:
    message = Call("f", (Array("float64", (2**30, 2**10), 0),))
    data = b"".join(encode(message, [b"12345678"], CAP))
    assert peak_of_reading(data) < MIB
