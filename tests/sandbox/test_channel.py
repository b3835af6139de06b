"""The channel against far sides that are broken in every way: SlotLost, and bounded memory."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from grader.errors import SlotLost
from grader.sandbox import channel as channel_module
from grader.sandbox.channel import Channel
from grader.wire.control import Clean, Facts, Ready, Spent, dump
from grader.wire.envelope import PAYLOAD_CAP, Envelope, EnvelopeReader, Kind, encode

SOON, LONG = 0.05, 30.0
READY = Ready(tier="local", python="3", versions={}, uid=1, landlock_abi=1, scratch="folder")
SPENT = Spent(cpu=0.5, idle=1.0)


@pytest.fixture
def pair() -> Iterator[tuple[Channel, socket.socket]]:
    near, far = socket.socketpair()
    with near, far:
        yield Channel(near), far


def test_silence_is_a_lost_slot_that_says_what_we_waited_for(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, _ = pair
    with pytest.raises(SlotLost, match="did not answer in time while we waited for a reset"):
        channel.reset(SOON)


def test_a_far_side_that_ends_is_a_lost_slot(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    far.close()
    with pytest.raises(SlotLost, match="ended while we waited for it to be ready"):
        channel.ready(LONG)


def test_a_far_side_that_ends_within_an_envelope_is_a_lost_slot(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, far = pair
    far.sendall(encode(Kind.READY, 0, dump(READY))[:-1])
    far.close()
    with pytest.raises(SlotLost, match="in the middle of a message"):
        channel.ready(LONG)


def test_a_far_side_that_ends_while_we_send_is_a_lost_slot(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, far = pair
    far.close()
    channel.queue_data(1, bytes(4 * PAYLOAD_CAP))
    with pytest.raises(SlotLost):
        channel.flush(LONG)


@pytest.mark.parametrize(
    "noise",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        struct.pack(">BII", Kind.DATA, 0, 2**32 - 1),
        encode(Kind.READY, 0, b"\xff\xff"),
        encode(Kind.READY, 0, dump(SPENT)),
    ],
)
def test_nonsense_is_a_lost_slot(pair: tuple[Channel, socket.socket], noise: bytes) -> None:
    channel, far = pair
    far.sendall(noise)
    with pytest.raises(SlotLost, match="sent nonsense"):
        channel.ready(LONG)


def test_a_far_side_that_gives_up_is_quoted(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    far.sendall(encode(Kind.FAULT, 0, b"torch is not installed"))
    with pytest.raises(SlotLost, match="torch is not installed"):
        channel.ready(LONG)


def test_what_comes_before_an_answer_is_kept_in_its_order(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, far = pair
    kept = [Envelope(Kind.DATA, 1, b"a"), Envelope(Kind.OUTPUT, 1, b"b")]
    answer = Envelope(Kind.SPENT, 1, dump(SPENT))
    far.sendall(b"".join(encode(*envelope) for envelope in (*kept, answer)))
    assert channel.look(1, LONG) == SPENT
    assert [channel.receive(LONG), channel.receive(LONG)] == kept


def test_what_is_queued_goes_out_with_the_next_envelope(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, far = pair
    channel.arm(1, 2.0, 3.0)
    channel.queue_data(1, b"abc")
    far.setblocking(False)
    with pytest.raises(BlockingIOError):
        far.recv(1)
    channel.send(Kind.KILL, 1, timeout=LONG)
    said = EnvelopeReader().feed(far.recv(4096))
    assert [envelope.kind for envelope in said] == [Kind.ARM, Kind.DATA, Kind.KILL]


def test_what_has_come_is_taken_without_waiting_for_more(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, far = pair
    far.sendall(encode(Kind.OUTPUT, 1, b"printed"))
    assert list(channel.pending()) == [Envelope(Kind.OUTPUT, 1, b"printed")]
    assert list(channel.pending()) == []


def test_answers_about_another_child_are_not_taken_for_ours(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, far = pair
    for child in (1, 2):
        far.sendall(encode(Kind.ENDED, child, dump(Facts(exit_code=child))))
    assert channel.kill(2, LONG).exit_code == 2


def test_a_child_that_dies_while_it_starts_is_a_lost_slot(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, far = pair
    far.sendall(encode(Kind.ENDED, 1, dump(Facts(exit_code=1))))
    with pytest.raises(SlotLost, match="ended before it served"):
        channel.start(LONG)


def test_a_reset_forgets_what_was_not_read(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    far.sendall(encode(Kind.DATA, 1, b"old") + encode(Kind.CLEAN, 0, dump(Clean(ok=True))))
    assert channel.reset(LONG).ok
    with pytest.raises(SlotLost):
        channel.receive(SOON)


def test_a_flood_without_an_answer_is_a_lost_slot(
    pair: tuple[Channel, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "BACKLOG_CAP", 3 * PAYLOAD_CAP)
    channel, far = pair
    flood = encode(Kind.DATA, 1, bytes(PAYLOAD_CAP)) * 5
    sender = threading.Thread(target=_send_until_refused, args=(far, flood))
    sender.start()
    with pytest.raises(SlotLost, match="more than anyone can keep"):
        channel.look(1, LONG)
    far.shutdown(socket.SHUT_RDWR)
    sender.join()


def test_two_full_pipes_do_not_wait_for_each_other(pair: tuple[Channel, socket.socket]) -> None:
    channel, far = pair
    size = 8 * PAYLOAD_CAP
    echo = threading.Thread(target=_send_all_then_read_all, args=(far, size))
    echo.start()
    channel.queue_data(1, bytes(size))
    channel.flush(LONG)
    received = sum(len(channel.receive(LONG).payload) for _ in range(8))
    echo.join()
    assert received == size


def _send_until_refused(far: socket.socket, data: bytes) -> None:
    try:
        far.sendall(data)
    except OSError:
        return


def _send_all_then_read_all(far: socket.socket, size: int) -> None:
    far.sendall(encode(Kind.DATA, 1, bytes(PAYLOAD_CAP)) * (size // PAYLOAD_CAP))
    left = len(encode(Kind.DATA, 1, bytes(PAYLOAD_CAP))) * (size // PAYLOAD_CAP)
    while left:
        left -= len(far.recv(left))
