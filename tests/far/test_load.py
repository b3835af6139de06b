"""Limits on a machine with other work: what a child waits for a processor is not its fault."""

from __future__ import annotations

import time

import pytest

from grader.wire.limits import MIB
from tests.far.slots import KINDS, LIMITS, PATIENCE, TestSlot
from tests.load import busy_processor

pytestmark = [pytest.mark.alone, pytest.mark.parametrize("kind", KINDS[:1], indirect=True)]

LOOPS_IN_THREADS = """
import threading
def work():
    while True: pass
for _ in range(32):
    threading.Thread(target=work).start()
work()
"""
TAKES_TURNS = """
import queue, threading
ping, pong = queue.Queue(), queue.Queue()
def answer():
    while True:
        pong.put(ping.get())
threading.Thread(target=answer).start()
while True:
    for number in range(100):
        ping.put(number)
        pong.get()
"""
ALLOCATES = """
kept = []
try:
    while True:
        kept.append(b"x" * 2**20)
except MemoryError:
    sock.sendall(b"no memory left")
"""
SLEEPS_IN_THREADS = """
import hashlib, threading, time
def work():
    while True:
        hashlib.sha256(bytes(2**16))
        time.sleep(0.5)
threading.stack_size(2**18)
for _ in range(100):
    threading.Thread(target=work).start()
time.sleep(1000)
"""


@pytest.mark.parametrize(
    "program",
    ["while True: pass", LOOPS_IN_THREADS, TAKES_TURNS],
    ids=["one thread", "threads", "threads that take turns"],
)
def test_on_a_busy_machine_an_endless_loop_is_ended_for_its_cpu_time(
    slot: TestSlot, program: str
) -> None:
    with busy_processor(slot.processes()):
        facts = slot.facts(program, cpu=0.3, wall=1.0)
    assert facts.killed_for == "cpu"
    assert facts.wall_seconds > 1.0


def test_on_a_busy_machine_a_sleeper_is_ended_for_its_wall_time(slot: TestSlot) -> None:
    with busy_processor(slot.processes()):
        facts = slot.facts("import time; time.sleep(1000)", wall=0.5)
    assert facts.killed_for == "wall"


def test_threads_that_wait_for_each_other_do_not_keep_a_sleeper_alive(slot: TestSlot) -> None:
    began = time.monotonic()
    facts = slot.facts(SLEEPS_IN_THREADS, cpu=PATIENCE, wall=1.0)
    assert facts.killed_for == "wall"
    assert time.monotonic() - began < PATIENCE


def test_on_a_busy_machine_a_child_that_allocates_without_end_meets_the_memory_limit(
    slot: TestSlot,
) -> None:
    """Its CPU limit is less than the time that handing out the memory takes."""
    with busy_processor(slot.processes()):
        child = slot.channel.start(PATIENCE)
        slot.channel.arm(child, 0.02, 1.0)
        slot.give(child, ALLOCATES)
        data, _, facts = slot.listen(child)
    assert (data, facts.killed_for) == (b"no memory left", "")
    assert facts.peak_bytes > 0.8 * LIMITS.memory


def test_a_loop_that_holds_memory_is_ended_for_its_cpu_time_all_the_same(slot: TestSlot) -> None:
    program = f"kept = b'x' * {100 * MIB}\nwhile True: pass"
    facts = slot.facts(program, cpu=0.2)
    assert facts.killed_for == "cpu"
    assert facts.cpu_seconds < 2.0


def test_on_a_busy_machine_a_child_that_exits_keeps_its_exit_code(slot: TestSlot) -> None:
    with busy_processor(slot.processes()):
        codes = [slot.facts(f"import os; sock.close(); os._exit({n})").exit_code for n in range(5)]
    assert codes == list(range(5))
