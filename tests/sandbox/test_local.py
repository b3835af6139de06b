"""The local backend starts anywhere, or says what is in the way; and finding a backend by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import grader
from grader.errors import SandboxMissing, UsageError
from grader.far.boot import ROOT
from grader.far.lockdown import landlock_abi
from grader.model import SandboxSpec
from grader.sandbox.backends import BACKENDS, sandbox
from grader.sandbox.channel import Channel
from grader.sandbox.local import LocalSandbox, require_readable
from grader.sandbox.overlap import refuse_overlap
from tests.requires import requires

PATIENCE = 30.0
WITHOUT_LANDLOCK = LocalSandbox(landlock=0)
OPEN_ONE = """
import sys
sys.path.insert(0, sys.argv[1])
from grader.model import SandboxSpec
from grader.sandbox.channel import Channel
from grader.sandbox.trusted import TrustedSandbox
session = TrustedSandbox().open(SandboxSpec())
ready = Channel(session.sock).ready(30)
print(ready.tier, open(f"/proc/{session.pid}/cmdline").read().split("\\0")[6])
session.close()
"""


@pytest.fixture
def needs_landlock() -> None:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")


@pytest.mark.usefixtures("needs_landlock")
def test_a_local_slot_starts_in_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('a submission was imported')")
    monkeypatch.chdir(tmp_path)
    session = sandbox("local").open(SandboxSpec())
    try:
        assert Channel(session.sock).ready(PATIENCE).tier == "local"
        assert session.last_words() == ""
    finally:
        session.close()


def test_a_copy_of_grader_starts_a_far_side_of_its_own_code(tmp_path: Path) -> None:
    shutil.copytree(Path(grader.__file__).parent, tmp_path / "grader")
    said = subprocess.run(
        [sys.executable, "-I", "-c", OPEN_ONE, str(tmp_path)],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.split() == ["trusted", str(tmp_path.resolve())]


@pytest.mark.usefixtures("needs_landlock")
def test_the_far_side_itself_may_not_be_readable_beside_the_course() -> None:
    packages = Path(np.__file__).parent.parent
    local = LocalSandbox(protected=(packages,))
    with pytest.raises(SandboxMissing, match="overlaps"):
        local.open(SandboxSpec())


@pytest.mark.usefixtures("needs_landlock")
def test_a_data_folder_inside_the_course_is_refused(tmp_path: Path) -> None:
    spec = SandboxSpec(data=(str(tmp_path / "data"),))
    with pytest.raises(SandboxMissing, match="overlaps"):
        LocalSandbox(protected=(tmp_path,)).open(spec)


@pytest.mark.parametrize(
    ("shown", "hidden", "refused"),
    [
        ("a", "a", True),
        ("a", "a/b", True),
        ("a/b", "a", True),
        ("a", "b", False),
        ("ab", "a", False),
        ("a/../b", "b/c", True),
    ],
)
def test_folders_overlap_when_one_holds_the_other(
    tmp_path: Path, shown: str, hidden: str, refused: bool
) -> None:
    if refused:
        with pytest.raises(SandboxMissing):
            refuse_overlap([tmp_path / shown], [tmp_path / hidden])
    else:
        refuse_overlap([tmp_path / shown], [tmp_path / hidden])


def test_a_link_into_the_course_overlaps_it(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "course")
    with pytest.raises(SandboxMissing):
        refuse_overlap([tmp_path / "link"], [tmp_path / "course"])


def test_without_landlock_there_is_no_local_sandbox() -> None:
    with pytest.raises(SandboxMissing, match="Landlock") as refusal:
        WITHOUT_LANDLOCK.open(SandboxSpec())
    assert "docker" in refusal.value.hint


@pytest.mark.usefixtures("needs_landlock")
def test_a_device_that_the_local_sandbox_does_not_have_is_refused() -> None:
    with pytest.raises(SandboxMissing, match="the local sandbox has no device 'cuda'"):
        LocalSandbox().open(SandboxSpec(device="cuda"))


def test_a_folder_that_the_students_user_cannot_enter_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requires(os.geteuid() == 0, "becoming another user needs root")
    closed = tmp_path / "closed"
    closed.mkdir(0o700)
    (closed / "python").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(closed / "python"))
    with pytest.raises(SandboxMissing, match=str(tmp_path.parents[1])) as refusal:
        require_readable(("numpy",), 1_999_999_998)
    assert "every user can read" in refusal.value.hint


def test_an_unknown_backend_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no sandbox called 'dcoker'") as refusal:
        sandbox("dcoker")
    assert all(name in refusal.value.hint for name in ("auto", *BACKENDS))


@pytest.mark.usefixtures("needs_landlock")
def test_auto_finds_the_local_sandbox_where_no_engine_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    assert sandbox("auto").tier == "local"


def test_auto_never_falls_back_to_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    monkeypatch.setitem(BACKENDS, "local", lambda protected: WITHOUT_LANDLOCK)
    with pytest.raises(SandboxMissing, match="no sandbox works here"):
        sandbox("auto")


def test_this_checkout_is_what_the_far_side_runs() -> None:
    assert Path(grader.__file__).parent.parent.resolve() == ROOT
