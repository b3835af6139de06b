"""The wheel that a release carries is this grader, and pip installs it."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import grader
from grader.release.wheel import wheel, wheel_name


def test_the_wheel_is_the_same_every_time_and_has_templates_but_no_course() -> None:
    data = wheel()
    assert data == wheel()
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert "grader/reports/templates/student.html.j2" in names
    assert "grader/sandbox/docker/Dockerfile" in names
    course = Path(__file__).parents[2] / "assignments"
    assert not [name for name in names for id in course.iterdir() if id.name in name]


def test_pip_installs_the_wheel(tmp_path: Path) -> None:
    file = tmp_path / wheel_name()
    file.write_bytes(wheel())
    target = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--target", str(target), str(file)],
        check=True,
        timeout=120,
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", "import grader; print(grader.__file__, grader.__version__)"],
        env={"PYTHONPATH": str(target)},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    where, version = done.stdout.split()
    assert Path(where).is_relative_to(target)
    assert version == grader.__version__
    assert (target / "bin").exists() or (target / "Scripts").exists()
