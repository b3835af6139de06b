"""The trusted backend: the same slot without lockdown, for a student's own code."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from grader.model import SandboxSpec
from grader.sandbox.channel import Channel
from grader.sandbox.trusted import TrustedSandbox
from grader.wire.limits import MIB, Limits
from tests.far.slots import PATIENCE, TestSlot, all_gone, opened

DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        sock.sendall(b"%d" % os.getpid())
        time.sleep(1000)
    os._exit(0)
time.sleep(1000)
"""


@pytest.fixture
def slot() -> Iterator[TestSlot]:
    with opened("trusted", Limits(memory=256 * MIB)) as slot:
        yield slot


def test_a_trusted_slot_serves_the_real_protocol() -> None:
    session = TrustedSandbox().open(SandboxSpec())
    try:
        channel = Channel(session.sock)
        assert channel.ready(PATIENCE).tier == session.tier == "trusted"
        assert channel.kill(channel.start(PATIENCE)).killed_for == "judge"
    finally:
        session.close()


def test_a_child_is_a_process_of_this_user(slot: TestSlot) -> None:
    assert slot.ready.landlock_abi == 0
    assert slot.ask("import os; sock.sendall(b'%d' % os.getuid())") == str(os.getuid())


def test_a_sleeper_is_ended_for_its_wall_time(slot: TestSlot) -> None:
    assert slot.facts("import time; time.sleep(1000)", wall=0.2).killed_for == "wall"


def test_a_memory_hog_is_ended(slot: TestSlot) -> None:
    assert slot.facts("kept = []\nwhile True: kept.append(b'x' * 2**24)").killed_for == "memory"


def test_a_reset_ends_what_the_child_started(slot: TestSlot) -> None:
    child = slot.run(DAEMON)
    daemon = int(slot.hear().payload)
    slot.channel.kill(child)
    assert slot.channel.reset(PATIENCE).ok
    assert all_gone({daemon})


def test_closing_ends_the_child(slot: TestSlot) -> None:
    slot.run("import time; time.sleep(1000)")
    processes = slot.processes()
    assert len(processes) == 2
    slot.session.close()
    assert all_gone(processes)


def test_a_killed_supervisor_takes_the_child_with_it(slot: TestSlot) -> None:
    slot.run("import time; time.sleep(1000)")
    processes = slot.processes()
    slot.session.kill()
    assert all_gone(processes)
