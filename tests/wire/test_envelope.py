"""Envelopes survive any cutting of the stream, and nonsense is refused early."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.wire.envelope import (
    PAYLOAD_CAP,
    Envelope,
    EnvelopeError,
    EnvelopeReader,
    Kind,
    encode,
    pieces,
)

envelopes = st.builds(
    Envelope, st.sampled_from(Kind), st.integers(0, 2**32 - 1), st.binary(max_size=200)
)


@given(st.lists(envelopes, max_size=5), st.integers(1, 50))
def test_envelopes_come_out_as_they_went_in_however_the_stream_is_cut(
    sent: list[Envelope], step: int
) -> None:
    stream = b"".join(encode(*envelope) for envelope in sent)
    reader = EnvelopeReader()
    received = [
        envelope
        for start in range(0, len(stream), step)
        for envelope in reader.feed(stream[start : start + step])
    ]
    assert received == sent
    assert not reader.torn


@given(envelopes, st.data())
def test_a_truncated_envelope_is_not_handed_out(envelope: Envelope, data: st.DataObject) -> None:
    whole = encode(*envelope)
    cut = data.draw(st.integers(1, len(whole) - 1))
    reader = EnvelopeReader()
    assert reader.feed(whole[:cut]) == []
    assert reader.torn


@given(st.binary(max_size=300))
def test_random_bytes_are_envelopes_or_an_error(noise: bytes) -> None:
    try:
        received = EnvelopeReader().feed(noise)
    except EnvelopeError:
        return
    assert b"".join(encode(*envelope) for envelope in received) == noise[: _size(received)]


def test_an_announced_length_beyond_the_cap_is_refused_before_its_bytes_come() -> None:
    with pytest.raises(EnvelopeError, match="announces"):
        EnvelopeReader().feed(struct.pack(">BII", Kind.DATA, 1, PAYLOAD_CAP + 1))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="kind 99"):
        EnvelopeReader().feed(struct.pack(">BII", 99, 1, 0))


def test_we_never_write_a_payload_beyond_the_cap() -> None:
    with pytest.raises(ValueError, match="cap"):
        encode(Kind.DATA, 1, bytes(PAYLOAD_CAP + 1))


@pytest.mark.parametrize("size", [0, 1, PAYLOAD_CAP, PAYLOAD_CAP + 1, 3 * PAYLOAD_CAP])
def test_long_data_is_cut_into_payloads_that_add_up(size: int) -> None:
    cut = [bytes(piece) for piece in pieces(bytes(size))]
    assert all(0 < len(piece) <= PAYLOAD_CAP for piece in cut)
    assert sum(map(len, cut)) == size


def _size(received: list[Envelope]) -> int:
    return sum(len(encode(*envelope)) for envelope in received)
