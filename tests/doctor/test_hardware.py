"""Cores, memory, and room on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.doctor.hardware import FolderSpace, cores_and_memory, look_at, machine, room
from grader.doctor.report import State

MIB = 1024 * 1024


def folder(free: int = 2**40, *, writable: bool = True) -> FolderSpace:
    return FolderSpace(area="results", path="/srv/results", free=free, writable=writable)


@pytest.mark.parametrize(
    ("free", "state"),
    [(10 * 1024 * MIB, State.OK), (200 * MIB, State.WARNING), (5 * MIB, State.MISSING)],
)
def test_a_disk_that_fills_up_is_said_in_time(free: int, state: State) -> None:
    assert room(folder(free)).state is state


def test_a_folder_that_cannot_be_written_is_missing_and_named() -> None:
    finding = room(folder(writable=False))
    assert finding.state is State.MISSING
    assert "/srv/results" in finding.sentence


def test_a_results_folder_that_is_not_there_yet_is_judged_by_where_it_will_be(
    tmp_path: Path,
) -> None:
    seen = look_at("results", tmp_path / "not" / "yet")
    assert seen.writable
    assert seen.free > 0
    assert seen.path == str(tmp_path / "not" / "yet")


def test_a_file_in_the_place_of_the_results_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file")
    assert not look_at("results", tmp_path / "results").writable


def test_too_little_memory_for_a_slot_on_every_core_says_how_many_slots_fit() -> None:
    finding = cores_and_memory(16, 4 * 1024 * MIB)
    assert finding.state is State.WARNING
    assert "--slots 4" in finding.remedy


def test_an_unknown_amount_of_memory_is_no_reason_to_warn() -> None:
    assert cores_and_memory(2, 0).state is State.OK


def test_this_machine_is_described(tmp_path: Path) -> None:
    assert [finding.area for finding in machine(tmp_path)] == ["machine", "results", "scratch"]
