"""The wheel, installed into a clean environment, grades a course that lies somewhere else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.far.lockdown import landlock_abi
from grader.sandbox.docker.recipe import recipe
from tests.classroom import (
    PATIENCE,
    RIGHT,
    ROOT,
    WRONG,
    environment,
    hand_in,
    make_classroom,
    points,
)
from tests.processes import nothing_left
from tests.requires import requires


def execute(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**environment(cwd, **more), "PYTHONPATH": ""},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install .` installs; built with the hatchling that is here, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    built = execute(
        sys.executable, "-m", "pip", "wheel", ROOT, "--no-deps", "--no-build-isolation",
        "--no-index", "--disable-pip-version-check", "--wheel-dir", folder, cwd=folder,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Iterator[Path]:
    """The `grader` command of an environment that holds the wheel and only what it needs.

    The packages that grader needs are taken from the environment of the tests: its folder is on
    the path, but the link to this checkout in it is not followed from there.
    """
    with tempfile.TemporaryDirectory(prefix="grader-travel-") as name:
        home = Path(name)
        home.chmod(0o755)  # as root, submissions run as a user who must be able to read Python
        execute(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
        site = next((home / "venv" / "lib").glob("python*/site-packages"))
        (site / "needed.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
        done = execute(
            sys.executable, "-m", "pip", "--python", home / "venv" / "bin" / "python", "install",
            "--no-deps", "--no-index", "--disable-pip-version-check", wheel, cwd=home,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        yield home / "venv" / "bin" / "grader"


def test_the_wheel_holds_what_a_run_needs_and_no_answer(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    ours = {name for name in names if not re.match(r"backprop_grader-[^/]+\.dist-info/", name)}
    assert {name.partition("/")[0] for name in ours} == {"grader"}
    assert ours >= {
        "grader/py.typed",
        "grader/judge/plugin/pytest.ini",
        "grader/reports/templates/student.html.j2",
        "grader/reports/templates/class.html.j2",
    }
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "grader").rglob("*.py")}
    templates = {f"grader/reports/templates/{path.name}" for path in (ROOT / "templates").iterdir()}
    image = {"grader/sandbox/docker/Dockerfile", "grader/sandbox/docker/constraints.txt"}
    scaffold = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "grader" / "scaffold").rglob("*")
        if path.suffix in (".md", ".toml")
    }
    rest = {"grader/py.typed", "grader/judge/plugin/pytest.ini"}
    assert ours - rest == package | templates | image | scaffold


def test_the_installed_package_builds_the_same_image_as_this_checkout(
    installed: Path, tmp_path: Path
) -> None:
    code = "from grader.sandbox.docker.recipe import recipe; print(recipe().digest)"
    done = execute(installed.with_name("python"), "-c", code, cwd=tmp_path)
    assert done.stdout.strip() == recipe().digest, done.stderr


def test_the_installed_command_grades_a_course_that_lies_elsewhere(
    installed: Path, tmp_path: Path
) -> None:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    make_classroom(tmp_path / "course")
    hand_in(tmp_path / "handed in", ada=RIGHT, ben=WRONG)
    here = tmp_path / "here"
    here.mkdir()
    with nothing_left():
        done = execute(
            installed, "run", "../handed in", "--course", "../course", "--out", "out", cwd=here
        )
    assert done.returncode == 0, done.stderr
    assert points(here, "out") == {"a00/ada": 10, "a00/ben": 0}
    assert "<html" in (here / "out" / "a00" / "ben.html").read_text()


def test_the_installed_command_does_not_use_this_checkout(installed: Path, tmp_path: Path) -> None:
    python = installed.with_name("python")
    done = execute(python, "-c", "import grader; print(grader.__file__)", cwd=tmp_path)
    assert Path(done.stdout.strip()).is_relative_to(os.path.realpath(installed.parents[1]))
