"""Telling the streams of an attached container apart."""

from __future__ import annotations

import struct
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.docker.stream_frames import ERRORS, OUTPUT, Demultiplexer, Piece


def frame(stream: int, data: bytes) -> bytes:
    return struct.pack(">BxxxI", stream, len(data)) + data


def joined(pieces: list[Piece]) -> list[tuple[int, bytes]]:
    """The pieces, neighbours of the same stream as one."""
    found: list[tuple[int, bytes]] = []
    for stream, data in pieces:
        if found and found[-1][0] == stream:
            found[-1] = (stream, found[-1][1] + data)
        else:
            found.append((stream, data))
    return found


@given(
    st.lists(st.tuples(st.sampled_from([OUTPUT, ERRORS]), st.binary(max_size=40)), max_size=8),
    st.lists(st.integers(1, 9), min_size=1, max_size=30),
)
def test_frames_arrive_whole_however_they_are_cut(
    frames: list[tuple[int, bytes]], cuts: list[int]
) -> None:
    raw = b"".join(frame(stream, data) for stream, data in frames)
    reader, pieces, turn = Demultiplexer(), list[Piece](), 0
    while raw:
        size = cuts[turn % len(cuts)]
        pieces += reader.feed(raw[:size])
        raw, turn = raw[size:], turn + 1
    assert joined(pieces) == joined([Piece(*each) for each in frames if each[1]])


def test_a_frame_that_announces_four_gigabytes_takes_no_memory() -> None:
    reader = Demultiplexer()
    tracemalloc.start()
    pieces = list(reader.feed(struct.pack(">BxxxI", OUTPUT, 2**32 - 1) + b"few"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert pieces == [Piece(OUTPUT, b"few")]
    assert peak < 100_000


def test_an_empty_frame_says_nothing() -> None:
    assert list(Demultiplexer().feed(frame(OUTPUT, b"") + frame(ERRORS, b"x"))) == [
        Piece(ERRORS, b"x")
    ]
