"""RESET: nothing of one submission is there for the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.wire.envelope import Kind
from tests.far.slots import PATIENCE, TestSlot

LITTER = """
import os
os.symlink({outside!r}, "link")
os.symlink("/", "root")
os.mkdir("locked", 0)
for number in range(3000):
    open(f"file{{number}}", "w").close()
"""
DEEP = """
import os
for _ in range(2000):  # deeper than any path can say
    os.mkdir("deeper")
    os.chdir("deeper")
"""
LIST = "import os; sock.sendall(repr(os.listdir('.')).encode())"


def test_a_reset_ends_the_child_and_says_so(slot: TestSlot) -> None:
    child = slot.run("import time; time.sleep(1000)")
    slot.channel.send(Kind.RESET, timeout=PATIENCE)
    assert slot.listen(child)[2].killed_for == "reset"
    assert slot.channel.receive(PATIENCE).kind is Kind.CLEAN


@pytest.mark.parametrize("program", [LITTER, DEEP], ids=["wide", "deep"])
def test_a_reset_empties_the_scratch_folder(
    slot: TestSlot, program: str, slots_folder: Path
) -> None:
    outside = slots_folder / "outside"
    outside.mkdir()
    outside.chmod(0o777)
    (outside / "kept").write_text("kept")
    slot.ask(program.format(outside=str(outside)))
    assert slot.ask(LIST) != "[]"
    assert slot.channel.reset(PATIENCE).ok
    assert slot.ask(LIST) == "[]"
    assert (outside / "kept").read_text() == "kept"


def test_a_full_scratch_folder_can_be_emptied(slot: TestSlot) -> None:
    program = """
        number = 0
        try:
            while number < 12:
                open(f"file{number}", "wb").write(bytes(8 * 2**20))
                number += 1
        except OSError:
            pass
    """
    slot.ask("if True:\n" + program)
    assert slot.channel.reset(PATIENCE).ok
    assert slot.ask(LIST) == "[]"


def test_a_reset_forgets_what_nobody_read(slot: TestSlot) -> None:
    slot.run("sock.sendall(bytes(100_000)); print('x'); import time; time.sleep(1000)")
    assert slot.channel.reset(PATIENCE).ok
    assert slot.ask("sock.sendall(b'next')") == "next"


def test_resets_can_follow_each_other(slot: TestSlot) -> None:
    assert all(slot.channel.reset(PATIENCE).ok for _ in range(3))
