"""Cores, memory, and room where results and scratch files go."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.doctor.report import MachineFinding, missing, ok, warning
from grader.executors.runtime import cores
from grader.model import Record
from grader.wire.limits import MIB

ENOUGH = 1024 * MIB
"""Bytes that a class with its pages and its scratch files does not fill."""
TOO_LITTLE = 64 * MIB
SLOT_MEMORY = 1024 * MIB
"""Bytes that a slot may need: the memory limit of a submission."""


class FolderSpace(Record):
    """A folder that grader writes to."""

    area: str
    path: str
    free: int
    """Bytes."""
    writable: bool


def machine(results: Path) -> Iterator[MachineFinding]:
    """What this machine has to give."""
    yield cores_and_memory(cores(), _memory())
    yield room(look_at("results", results))
    yield room(look_at("scratch", Path(tempfile.gettempdir())))


def cores_and_memory(count: int, memory: int) -> MachineFinding:
    """Whether a slot for each of `count` cores fits into `memory` bytes (0: unknown)."""
    what = f"{count} {'core' if count == 1 else 'cores'}, {_size(memory)} of memory"
    if memory and memory < count * SLOT_MEMORY:
        return warning(
            "machine",
            f"{what}: less than {_size(SLOT_MEMORY)} for each slot",
            f"Grade with --slots {max(memory // SLOT_MEMORY, 1)}.",
        )
    return ok("machine", f"{what}, {platform.system()} {platform.release()} {platform.machine()}")


def look_at(area: str, path: Path) -> FolderSpace:
    """The folder, or the one in which it will be made."""
    there = next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())
    return FolderSpace(
        area=area,
        path=str(path.absolute()),
        free=shutil.disk_usage(there).free,
        writable=there.is_dir() and os.access(there, os.W_OK | os.X_OK),
    )


def room(folder: FolderSpace) -> MachineFinding:
    """Whether a folder can be written to, and how much."""
    if not folder.writable:
        remedy = "Name a folder that you may write to: --out for results, TMPDIR for scratch."
        return missing(folder.area, f"{folder.path} cannot be written to", remedy)
    sentence = f"{_size(folder.free)} free at {folder.path}"
    remedy = "Make room, or name another folder: --out for results, TMPDIR for scratch."
    if folder.free < TOO_LITTLE:
        return missing(folder.area, sentence, remedy)
    if folder.free < ENOUGH:
        return warning(folder.area, sentence, remedy)
    return ok(folder.area, sentence)


def _memory() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return 0


def _size(amount: int) -> str:
    """Bytes as a person says them."""
    if not amount:
        return "an unknown amount"
    return f"{amount / 2**30:.1f} GiB" if amount >= 2**30 else f"{amount // MIB} MiB"
