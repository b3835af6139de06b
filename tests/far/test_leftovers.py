"""Leftover processes and folders: ended and emptied, whoever owns them and however they hide."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from grader.far.boot import ROOT
from grader.far.supervisor.run_as import run_as
from grader.far.supervisor.scratch import empty
from tests.far.slots import AS_ROOT, all_gone
from tests.requires import requires

UID = 1_999_999_999
DAEMONS = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
uid = int(sys.argv[2]) or None
from grader.far import kernel
from grader.far.supervisor.leftovers import end_leftovers
kernel.adopt_orphans()
reading, writing = os.pipe()
for _ in range(3):
    if os.fork() == 0:
        if uid:
            os.setresuid(uid, uid, uid)
        os.setsid()
        if os.fork():
            os._exit(0)  # an orphan that no process group leads to
        os.write(writing, b"%d " % os.getpid())
        time.sleep(1000)
said = b""
while said.count(b" ") < 3:
    said += os.read(reading, 100)
print(said.decode(), end_leftovers(uid, frozenset()))
"""


def test_daemons_of_the_students_user_are_ended() -> None:
    requires(AS_ROOT, "becoming another user needs root")
    _daemons_end(UID)


def test_daemons_among_our_descendants_are_ended() -> None:
    requires(sys.platform == "linux", "adopting orphans needs Linux")
    _daemons_end(0)


def test_a_task_that_overruns_its_deadline_has_failed() -> None:
    assert not run_as(lambda: time.sleep(1000), None, 0.1)


def test_a_task_that_raises_has_failed() -> None:
    assert not run_as(lambda: os.unlink("/no/such/file"), None, 10)


def test_a_folder_is_emptied_however_deep_and_however_many(tmp_path: Path) -> None:
    _dig(tmp_path, 3000)
    for number in range(5000):
        (tmp_path / f"file{number}").touch()
    (tmp_path / "folder").mkdir(0)
    empty(os.fsencode(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_emptying_follows_no_link(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "kept").touch()
    (inside / "link").symlink_to(outside)
    empty(os.fsencode(inside))
    assert (outside / "kept").exists()


def _daemons_end(uid: int) -> None:
    said = subprocess.run(
        [sys.executable, "-c", DAEMONS, str(ROOT), str(uid)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    assert said[-1] == "True"
    assert len(said) == 4
    assert all_gone({int(pid) for pid in said[:-1]})


def _dig(top: Path, depth: int) -> None:
    """Folders in folders, deeper than any path can say."""
    here = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("deeper", dir_fd=here)
        below = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
