"""A student's first minutes: unpack, pip install -r requirements.txt, grader check."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.release.releases import ROOT, files
from tests.requires import requires

ASSIGNMENT = "a03_losses"
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command like a student: nothing of this checkout is on its path."""
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, cwd=cwd, env=outside, capture_output=True, text=True, timeout=280
    )


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the release, in one with a space and an umlaut, and a virtual environment."""
    folder = tmp_path_factory.mktemp("Übung eins") / ASSIGNMENT
    for name, data in files(ASSIGNMENT).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    venv.create(folder / ".venv", with_pip=True)
    index = run(python(folder), *PIP, "download", "--no-deps", "-d", ".venv", "msgspec", cwd=folder)
    requires(index.returncode == 0, "pip reaches no package index here")
    return folder


def python(folder: Path) -> Path:
    return folder / ".venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def verdicts(folder: Path) -> set[str]:
    done = run(python(folder), "-m", "grader", "check", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    functions = json.loads(done.stdout)["functions"]
    return {result["verdict"] for function in functions for result in function["results"]}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_student_installs_the_release_and_checks_the_work(unpacked: Path) -> None:
    installed = run(python(unpacked), *PIP, "install", "-r", "requirements.txt", cwd=unpacked)
    assert installed.returncode == 0, installed.stderr
    where = run(python(unpacked), "-c", "import grader; print(grader.__file__)", cwd=unpacked)
    assert Path(where.stdout.strip()).is_relative_to(unpacked)
    assert run(python(unpacked), "-c", "import torch", cwd=unpacked).returncode != 0

    assert verdicts(unpacked) == {"NOT_IMPLEMENTED"}
    for file in (ROOT / "examples" / "submissions" / ASSIGNMENT / "ada").glob("*.py"):
        (unpacked / file.name).write_bytes(file.read_bytes())
    assert verdicts(unpacked) == {"PASSED"}
