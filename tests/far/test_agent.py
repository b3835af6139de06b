"""A slot from READY to ENDED: what a child is given, and what is told of it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest

from grader.errors import SlotLost
from grader.wire.control import UID_BASE, Settings, Spent, load
from grader.wire.envelope import Kind
from tests.far.slots import AS_ROOT, NOBODY, PATIENCE, TestSlot, all_gone, opened, send_data
from tests.requires import requires

SURROUNDINGS = """
import os
def is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
others = [number for number in range(64) if number != sock.fileno() and is_open(number)]
sock.sendall(repr((os.getuid(), others, os.read(0, 9), os.listdir("."))).encode())
"""
RANDOM_STATE = """
import random, numpy
sock.sendall(repr((random.random(), numpy.random.rand(), hash("student"))).encode())
"""


def test_a_slot_says_what_it_is_when_it_is_warm(slot: TestSlot, kind: str) -> None:
    ready = slot.ready
    assert ready.tier == "local"
    assert ready.versions == {"numpy": np.__version__}
    assert (ready.landlock_abi == 2) == (kind == "abi2")
    if kind == "root":
        assert ready.uid == UID_BASE + slot.session.pid
    else:
        assert ready.uid == (NOBODY if AS_ROOT else os.getuid())


def test_bytes_reach_the_child_and_come_back(slot: TestSlot) -> None:
    child = slot.run("while data := stream.read(1_000_000): sock.sendall(data)")
    sent = os.urandom(3_000_000)
    send_data(slot.channel, child, sent, PATIENCE)
    received = bytearray()
    while len(received) < len(sent):
        received += slot.hear().payload
    assert received == sent


def test_a_child_owns_its_streams_and_an_empty_folder_and_nothing_else(slot: TestSlot) -> None:
    assert slot.ask(SURROUNDINGS) == repr((slot.ready.uid, [0, 1, 2], b"", []))


def test_a_child_sees_nothing_of_our_environment(
    kind: str, slots_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_TEST_TOKEN", "hidden")
    with opened(kind) as slot:
        said = slot.ask("import os; sock.sendall(repr(os.environ).encode())")
    assert "hidden" not in said
    assert "'OMP_NUM_THREADS': '1'" in said


def test_all_children_of_all_slots_start_alike(kind: str, slots_folder: Path) -> None:
    states = set()
    for _ in range(2):
        with opened(kind) as slot:
            states |= {slot.ask(RANDOM_STATE) for _ in range(2)}
    assert len(states) == 1


def test_the_zygote_never_holds_a_byte_of_a_submission(slots_folder: Path) -> None:
    requires(AS_ROOT, "reading another process's memory needs root")
    with opened("root") as slot:
        marker = os.urandom(16).hex()
        assert slot.ask(f"sock.sendall({marker!r}.encode())") == marker
        memory = _memory(slot.zygote)
    assert b"grader.far.child.zygote" in memory
    assert marker.encode() not in memory


def test_what_a_child_prints_arrives_and_is_counted(slot: TestSlot) -> None:
    child = slot.run("import os; print('one\\ud800'); os.write(2, b'two')")
    data, printed, facts = slot.listen(child)
    assert (data, printed) == (b"", b"one\\ud800\ntwo")
    assert facts.output_bytes == len(printed)


@pytest.mark.parametrize(
    ("program", "code", "signal"),
    [
        ("pass", 0, None),
        ("raise SystemExit(3)", 3, None),
        ("1 / 0", 1, None),
        ("import os; os._exit(137)", 137, None),
        ("import os; os.kill(os.getpid(), 9)", None, 9),
        ("import os; os.abort()", None, 6),
        ("import ctypes; ctypes.string_at(0)", None, 11),
    ],
)
def test_how_a_child_ends_by_itself_is_told_and_is_no_deed_of_ours(
    slot: TestSlot, program: str, code: int | None, signal: int | None
) -> None:
    facts = slot.facts(program)
    assert (facts.exit_code, facts.signal, facts.killed_for) == (code, signal, "")


@pytest.mark.alone
def test_cpu_time_is_counted_outside_since_limits_were_armed(slot: TestSlot) -> None:
    child = slot.run(
        "import time\n"
        "stream.read(1)\n"
        "while time.process_time() < 0.3: pass\n"
        "sock.sendall(b'x'); stream.read(1)"
    )
    slot.channel.arm(child, PATIENCE, PATIENCE)
    send_data(slot.channel, child, b"x", PATIENCE)
    with_the_answer = slot.channel.receive(PATIENCE)
    assert (with_the_answer.kind, slot.channel.receive(PATIENCE).kind) == (Kind.SPENT, Kind.DATA)
    for spent in (load(with_the_answer.payload, Spent), slot.channel.look(child)):
        assert isinstance(spent, Spent)
        assert 0.2 < spent.cpu < 0.5


def test_what_a_child_printed_before_it_answered_comes_before_the_answer(slot: TestSlot) -> None:
    child = slot.run(
        "import os\nfor _ in range(100):\n"
        "    stream.read(1); os.write(1, b'printed'); sock.sendall(b'answered')"
    )
    for _ in range(100):
        send_data(slot.channel, child, b"x", PATIENCE)
        assert [slot.hear().payload, slot.hear().payload] == [b"printed", b"answered"]


def test_looking_at_a_child_that_just_died_gives_its_facts(slot: TestSlot) -> None:
    child = slot.run("raise SystemExit(5)")
    warm = {slot.session.pid, slot.zygote}
    assert all_gone(slot.processes() - warm)
    outcome = slot.channel.look(child)
    if isinstance(outcome, Spent):  # the question was faster than its end
        outcome = slot.channel.kill(child)
    assert outcome.exit_code == 5


def test_a_killed_child_makes_room_for_another(slot: TestSlot) -> None:
    child = slot.run("import time; time.sleep(1000)")
    facts = slot.channel.kill(child)
    assert (facts.signal, facts.killed_for) == (9, "judge")
    assert slot.ask("sock.sendall(b'next')") == "next"


def test_envelopes_about_a_dead_child_are_dropped(slot: TestSlot) -> None:
    dead = slot.run("pass")
    slot.listen(dead)
    slot.channel.send(Kind.DATA, dead, b"anyone?", timeout=PATIENCE)
    slot.channel.send(Kind.KILL, dead, timeout=PATIENCE)
    assert slot.ask("sock.sendall(b'next')") == "next"


def test_a_second_child_beside_a_living_one_costs_the_slot(slot: TestSlot) -> None:
    slot.run("import time; time.sleep(1000)")
    with pytest.raises(SlotLost, match=re.escape("child 2 was asked for while 1 is alive")):
        slot.channel.start(PATIENCE)


def test_an_envelope_that_a_judge_cannot_send_costs_the_slot(slot: TestSlot) -> None:
    child = slot.run("import time; time.sleep(1000)")
    slot.channel.send(Kind.STARTED, child, timeout=PATIENCE)
    with pytest.raises(SlotLost, match="the judge cannot say STARTED"):
        slot.channel.receive(PATIENCE)


def test_a_package_that_is_not_installed_is_named(kind: str, slots_folder: Path) -> None:
    settings = Settings(tier="local", packages=("no_such_package",))
    with pytest.raises(SlotLost, match="no_such_package"):
        TestSlot(settings)


def _memory(pid: int) -> bytes:
    """All writable memory of a process."""
    found = bytearray()
    with open(f"/proc/{pid}/mem", "rb") as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            ends, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(number, 16) for number in ends.split("-"))
                memory.seek(start)
                found += memory.read(end - start)
    return bytes(found)
