"""The releases of the course, made once by the command, and what is in them."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from grader.assignments import open_course
from grader.far.boot import environment

ROOT = Path(__file__).parents[2]
COURSE = open_course(ROOT)


def grader(*arguments: str, secret: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in the folder of the course."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        capture_output=True,
        cwd=ROOT,
        env={**environment(), **({"GRADER_SECRET_FILE": secret} if secret else {})},
        text=True,
        timeout=120,
    )


@cache
def release(assignment: str, secret: str = "") -> bytes:
    """The archive of an assignment."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "release.zip")
        done = grader("release", assignment, "--out", str(file), secret=secret)
        assert done.returncode == 0, done.stderr
        return file.read_bytes()


@cache
def files(assignment: str) -> dict[str, bytes]:
    """The files of a release by their names in its folder."""
    return _unzipped(release(assignment), f"{assignment}/")


@cache
def wheel(assignment: str) -> dict[str, bytes]:
    """The files of the wheel in a release."""
    (name,) = (name for name in files(assignment) if name.endswith(".whl"))
    return _unzipped(files(assignment)[name], "")


@cache
def texts(assignment: str) -> str:
    """Everything in a release but the wheel, as one text; what is no text is read byte by byte."""
    return "\n".join(
        data.decode("utf-8", "surrogateescape")
        for name, data in files(assignment).items()
        if not name.endswith(".whl")
    )


def _unzipped(data: bytes, prefix: str) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert all(name.startswith(prefix) for name in archive.namelist())
    return {name.removeprefix(prefix): archive.read(name) for name in archive.namelist()}
