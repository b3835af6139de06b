"""The dead-man switch: when the judge's side dies, nothing of a slot lives on."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from grader.errors import SlotLost
from grader.far.boot import ROOT
from grader.far.supervisor.scratch import PREFIX, sweep
from grader.wire.envelope import Kind, encode
from grader.wire.limits import Limits
from tests.far.slots import PATIENCE, TestSlot, all_gone, kill_hard, opened

COORDINATOR = """
import sys, time
sys.path.insert(0, sys.argv[1])
from tests.far.slots import opened
with opened(sys.argv[2]) as slot:
    slot.run("import time; time.sleep(1000)")
    print(*slot.processes(), flush=True)
    time.sleep(1000)
"""
SLEEP = "open('left', 'w').close(); sock.sendall(b'x'); import time; time.sleep(1000)"


def test_a_closed_stream_ends_everything_and_leaves_no_folder(
    slot: TestSlot, slots_folder: Path
) -> None:
    _sleeping(slot)
    processes = slot.processes()
    assert len(processes) == 3
    slot.session.close()
    assert all_gone(processes)
    assert _folders(slots_folder) == []


@pytest.mark.parametrize("victim", ["supervisor", "zygote"])
def test_killing_one_of_ours_ends_the_others(slot: TestSlot, victim: str) -> None:
    _sleeping(slot)
    processes = slot.processes()
    kill_hard(slot.session.pid if victim == "supervisor" else slot.zygote)
    assert all_gone(processes)


def test_killing_the_coordinator_leaves_no_process_behind(kind: str, slots_folder: Path) -> None:
    coordinator = subprocess.Popen(
        [sys.executable, "-c", COORDINATOR, str(ROOT), kind], stdout=subprocess.PIPE, text=True
    )
    with coordinator:
        assert coordinator.stdout is not None
        processes = {int(pid) for pid in coordinator.stdout.readline().split()}
        assert len(processes) == 3
        coordinator.kill()
    assert all_gone(processes)


@pytest.mark.parametrize("busy", [True, False])
def test_a_far_side_that_hears_nothing_for_long_ends(
    kind: str, slots_folder: Path, busy: bool
) -> None:
    with opened(kind, Limits(check_wall=0.5), silence=1.5) as slot:
        if busy:
            slot.run("import time; time.sleep(1000)")
        processes = slot.processes()
        with pytest.raises(SlotLost, match="nothing was heard of the judge for 2 s"):
            slot.channel.receive(PATIENCE)
        assert all_gone(processes)
    assert _folders(slots_folder) == []


def test_a_judge_that_dies_while_all_buffers_are_full_is_noticed(
    kind: str, slots_folder: Path
) -> None:
    with opened(kind) as slot:
        slot.run("import time; time.sleep(1000)")
        processes = slot.processes()
        slot.session.sock.setblocking(False)
        with suppress(BlockingIOError):
            while True:
                slot.session.sock.send(encode(Kind.DATA, 1, bytes(65536)))
        slot.session.sock.close()
        assert all_gone(processes)


def test_the_folder_of_a_killed_slot_is_swept_by_the_next(kind: str, slots_folder: Path) -> None:
    with opened(kind) as slot:
        _sleeping(slot)
        processes = slot.processes()
        slot.session.kill()
        assert all_gone(processes)
        assert len(_folders(slots_folder)) == 1
    with opened(kind):
        assert len(_folders(slots_folder)) == 1
    assert _folders(slots_folder) == []


def test_a_sweep_spares_the_folders_of_the_living(slot: TestSlot, slots_folder: Path) -> None:
    sweep()
    assert len(_folders(slots_folder)) == 1
    assert slot.ask("open('file', 'w').close(); sock.sendall(b'still mine')") == "still mine"


def test_a_keyboard_interrupt_at_the_terminal_does_not_reach_a_slot(slot: TestSlot) -> None:
    assert all(os.getpgid(pid) != os.getpgid(0) for pid in slot.processes())


def _sleeping(slot: TestSlot) -> None:
    slot.run(SLEEP)
    slot.hear()


def _folders(where: Path) -> list[Path]:
    return list(where.glob(f"{PREFIX}*"))
