"""What a command imports before it can answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import commands
from grader.far.lockdown import landlock_abi
from tests.classroom import RIGHT, environment, hand_in, make_classroom, run, templates
from tests.requires import requires

IMPORTED = """
import atexit, sys
heavy = ("numpy", "torch", "pytest", "_pytest", "rich", "jinja2", "sqlite3", "docker", "msgspec")
atexit.register(lambda: print("imported", *(name for name in heavy if name in sys.modules)))
from grader.cli import main
main()
"""


def imported(home: Path, *arguments: str) -> set[str]:
    """Which of the packages that take long `grader ...` imports."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments],
        cwd=home,
        env=environment(home),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("--version",), *((name, "--help") for name in sorted(commands.commands))],
)
def test_help_is_there_at_once(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert imported(tmp_path, *arguments) == set()


def test_a_run_without_news_needs_no_judge_and_without_containers_no_docker(tmp_path: Path) -> None:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    course = make_classroom(tmp_path)
    hand_in(tmp_path / "subs", ada=RIGHT)
    local = ("run", "subs", "--sandbox", "local")
    assert run(tmp_path, *local).returncode == 0
    assert imported(tmp_path, *local) == {"rich", "jinja2", "sqlite3", "msgspec"}
    assert templates(course) == 1
