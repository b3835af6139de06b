"""Hostile children: each is ended for its own reason, and the slot serves the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.wire.envelope import Kind
from grader.wire.limits import MIB
from tests.far.slots import LIMITS, PATIENCE, TestSlot, send_data

MAP_FILES = """
import mmap, time
private = bytearray(LIMIT - 64 * 2**20)
private[::4096] = b"x" * len(private[::4096])
kept = []
for number in range(4):
    file = open(f"file{number}", "w+b")
    file.truncate(15 * 2**20)
    kept.append(mmap.mmap(file.fileno(), 15 * 2**20))
    for _ in range(15):
        kept[-1].write(bytes(2**20))
time.sleep(1000)
"""
CLOSE_EVERYTHING = """
import os, time
sock.detach()
for number in range(64):
    try:
        os.close(number)
    except OSError:
        pass
time.sleep(1000)
"""
FLOOD_BOTH = """
import os, threading
def flood(number):
    while True:
        os.write(number, b"x" * 4096)
for number in (1, 2):
    threading.Thread(target=flood, args=(number,)).start()
while True:
    sock.sendall(b"y" * 65536)
"""
BUSY_THREADS = """
import hashlib, threading
def work():
    while True:
        hashlib.sha256(bytes(2**22))
for _ in range(4):
    threading.Thread(target=work).start()
work()
"""
NEAR_THE_CAP = """
import os
kept = [bytearray(8 * 2**20)]
try:
    while True:
        kept.append(bytearray(b"x" * 2**20))
except MemoryError:
    kept[0] = None
    import time; time.sleep(0.2)
    os.abort()
"""


@pytest.fixture(autouse=True)
def _serves_the_next(slot: TestSlot):  # type: ignore[no-untyped-def]
    """Whatever a test does to a child, the slot is as good as new afterwards."""
    yield
    assert slot.channel.reset(PATIENCE).ok
    assert slot.ask("sock.sendall(b'next')") == "next"


@pytest.mark.parametrize("program", ["while True: pass", BUSY_THREADS])
def test_a_busy_loop_is_ended_for_its_cpu_time(slot: TestSlot, program: str) -> None:
    facts = slot.facts(program, cpu=0.2)
    assert (facts.killed_for, facts.signal) == ("cpu", 9)
    assert facts.cpu_seconds >= 1.2 * 0.2


@pytest.mark.alone
@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(1000)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
        "import signal\nfor s in (1, 2, 15, 24): signal.signal(s, signal.SIG_IGN)\nsignal.pause()",
    ],
)
def test_a_sleeper_is_ended_for_its_wall_time(slot: TestSlot, program: str) -> None:
    facts = slot.facts(program, wall=0.3)
    assert (facts.killed_for, facts.signal) == ("wall", 9)
    assert facts.cpu_seconds < 0.3


def test_mapped_files_count_as_memory_beside_what_the_kernel_limits(slot: TestSlot) -> None:
    facts = slot.facts(f"LIMIT = {LIMITS.memory}{MAP_FILES}")
    assert facts.killed_for == "memory"
    assert facts.peak_bytes > LIMITS.memory


def test_an_abort_near_the_memory_cap_is_a_death_by_memory(slot: TestSlot) -> None:
    facts = slot.facts(NEAR_THE_CAP)
    assert (facts.signal, facts.killed_for) == (6, "memory")


def test_endless_printing_is_cut_at_the_limit(slot: TestSlot) -> None:
    child = slot.run("while True: print('x' * 1000)")
    _, printed, facts = slot.listen(child)
    assert facts.killed_for == "output"
    assert len(printed) == LIMITS.output < facts.output_bytes


@pytest.mark.parametrize(
    "program",
    [
        CLOSE_EVERYTHING,
        "import socket, time; sock.shutdown(socket.SHUT_WR); time.sleep(1000)",
        "import os, time; os.dup2(1, sock.fileno()); time.sleep(1000)",
    ],
)
def test_a_child_that_closes_its_data_stream_is_ended(slot: TestSlot, program: str) -> None:
    assert slot.facts(program).killed_for == "closed"


def test_a_child_that_no_longer_listens_is_ended(slot: TestSlot) -> None:
    child = slot.run("import socket, time; sock.shutdown(socket.SHUT_RD); time.sleep(1000)")
    slot.channel.arm(child, PATIENCE, PATIENCE)
    send_data(slot.channel, child, bytes(4 * MIB), PATIENCE)
    assert slot.listen(child)[2].killed_for == "closed"


@pytest.mark.alone
def test_a_child_that_never_reads_blocks_nobody(slot: TestSlot) -> None:
    child = slot.run("import time; time.sleep(1000)")
    slot.channel.arm(child, PATIENCE, 0.5)
    send_data(slot.channel, child, bytes(32 * MIB), PATIENCE)
    assert slot.listen(child)[2].killed_for == "wall"


@pytest.mark.alone
def test_a_flood_that_the_judge_does_not_read_fills_no_memory(slot: TestSlot) -> None:
    child = slot.channel.start(PATIENCE)
    slot.channel.arm(child, PATIENCE, 1.0)
    slot.give(child, "while True: sock.sendall(b'x' * 65536)")
    before = _resident(slot.session.pid)
    slot.session.sock.settimeout(PATIENCE)
    data, _, facts = slot.listen(child)
    assert facts.killed_for in ("wall", "cpu")
    assert len(data) > 0
    assert _resident(slot.session.pid) - before < 64 * MIB


def test_a_flood_on_all_streams_is_ended(slot: TestSlot) -> None:
    assert slot.facts(FLOOD_BOTH).killed_for == "output"


def test_garbage_is_passed_on_as_bytes(slot: TestSlot) -> None:
    forged = bytes([Kind.CLEAN]) + bytes(8) + b"\xff" * 100
    child = slot.run(f"sock.sendall({forged!r})")
    assert slot.listen(child)[0] == forged


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096
