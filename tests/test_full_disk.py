"""A disk that is full costs nobody a grade: the run stops and says so, and goes on when it can."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.errors import ExitCode
from tests.classroom import RIGHT, WRONG, hand_in, make_classroom, points, run
from tests.requires import requires

PAGES = 64
"""KiB of the small disk: room for an empty store, not for a class."""


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[None]:
    """Mount a disk of this size on a folder."""
    requires(os.geteuid() == 0, "only root can mount a small disk")
    folder.mkdir()
    options = f"size={kib}k,mode=755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("kib", [PAGES, 8 * PAGES], ids=["no store", "no pages"])
def test_a_full_disk_stops_the_run_and_the_next_one_does_the_rest(tmp_path: Path, kib: int) -> None:
    make_classroom(tmp_path)
    sources = {f"student{n}": RIGHT + f"# {n}\n" for n in range(20)}
    hand_in(tmp_path / "subs", **sources, wrong=WRONG)
    with small_disk(tmp_path / "results", kib):
        stopped = run(tmp_path, "run", "subs", "--sandbox", "local")
        assert stopped.returncode == ExitCode.ENVIRONMENT
        assert "grader: a mistake in grader" not in stopped.stderr
        assert str(Path("results")) in stopped.stderr
        resized = f"remount,size={64 * 1024}k"
        subprocess.run(["mount", "-o", resized, tmp_path / "results"], check=True)
        assert run(tmp_path, "run", "subs", "--sandbox", "local").returncode == ExitCode.OK
        earned = points(tmp_path)
    assert {earned[f"a00/student{n}"] for n in range(20)} == {10.0}
    assert earned["a00/wrong"] == 0.0
