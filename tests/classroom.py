"""A small class: a course that logs its judges, students who hand in, and `grader run`."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from grader.assignments import Course
from tests.courses import make_course

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120.0
"""Seconds after which a run hangs."""

LIMITS = "check_cpu = 0.5\nbudget_cpu = 2.0\ncheck_wall = 10.0"
CHECKS = '''
from pathlib import Path

import pytest

from grader.checks import check_value

LOG = Path(__file__).with_name(".log")  # a hidden file: it decides no grade


def log(word):
    with LOG.open("a") as file:
        file.write(f"{word}\\n")


log("template")


@pytest.mark.points(4)
def test_double(student, reference, rng):
    """double returns twice its argument."""
    log("worker")
    check_value(student.double, (rng.standard_normal(3),), reference.double)


@pytest.mark.points(6)
@pytest.mark.hidden
def test_double_of_a_matrix(student, reference, rng):
    """double works on matrices."""
    check_value(student.double, (rng.standard_normal((5, 3)),), reference.double)
'''

RIGHT = "def double(x):\n    return x + x\n"
WRONG = "def double(x):\n    return 3 * x\n"
BLANK = "def double(x):\n    raise NotImplementedError\n"
ENDLESS = "def double(x):\n    while True:\n        pass\n"
CRASH = "import os\ndef double(x):\n    os.abort()\n"
SLOW = "import time\ndef double(x):\n    time.sleep(0.4)\n    return 2 * x\n"


def make_classroom(root: Path) -> Course:
    """A course with one assignment, `a00`, that takes no time."""
    return make_course(root, checks=CHECKS, limits=LIMITS)


def hand_in(folder: Path, **sources: str) -> Path:
    """A folder of submissions of `a00`, a file for each student."""
    (folder / "a00").mkdir(parents=True, exist_ok=True)
    for student, source in sources.items():
        (folder / "a00" / f"{student}.py").write_text(source)
    return folder


def sittings(course: Course) -> int:
    """How many submissions were judged, the reference of each template not counted."""
    words = _log(course)
    return words.count("worker") - words.count("template")


def templates(course: Course) -> int:
    """How many judge templates were started."""
    return _log(course).count("template")


def _log(course: Course) -> list[str]:
    log = course.root / "assignments" / "a00" / ".log"
    return log.read_text().split() if log.exists() else []


def command(*arguments: str | Path) -> list[str]:
    """The command line of `grader`."""
    return [sys.executable, "-m", "grader", *map(str, arguments)]


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment in which everything that grader keeps lies in `home`."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(home / "data"), **more}


def run(home: Path, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """`grader ...` in the folder `home`, to its end."""
    return subprocess.run(
        command(*arguments),
        cwd=home,
        env=environment(home, **more),
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )


@contextmanager
def started(home: Path, *arguments: str | Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """`grader ...` in the folder `home`, under way; killed at the end if it still is."""
    with subprocess.Popen(
        command(*arguments),
        cwd=home,
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.005)


def stored(home: Path, out: str = "results") -> dict[str, bytes]:
    """The rows of the store, read from outside."""
    path = home / out / "grades.sqlite"
    if not path.exists():
        return {}
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return dict(connection.execute("SELECT key, grade FROM grades"))
    except sqlite3.OperationalError:
        return {}  # no table yet


def results(home: Path, out: str = "results") -> dict[str, Any]:
    """`results.json` without timings."""
    found: dict[str, Any] = json.loads((home / out / "results.json").read_text())
    for grade in found["grades"]:
        del grade["seconds"]
        for result in grade["results"]:
            result["facts"] = None
    return found


def points(home: Path, out: str = "results") -> dict[str, float]:
    """Points by submission."""
    return {grade["submission"]: grade["points"] for grade in results(home, out)["grades"]}
