"""Tests that share what is costly stay in one process, and say so by their ids alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.groups import LONG, group_of

ROOT = Path(__file__).parents[2]
SANDBOX = "tests/sandbox"


def test_every_group_that_is_no_file_meets_a_file() -> None:
    files = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/test_*.py")]
    unmet = [
        name
        for name, pattern in LONG
        if not any(re.match(pattern.partition("::")[0], file) for file in files)
    ]
    assert unmet == []


def test_a_group_is_a_kind_of_slot_an_engine_or_a_file() -> None:
    hostile = f"{SANDBOX}/test_hostile.py::test_it"
    assert group_of(f"{hostile}[root-time/loops]") == group_of(f"{hostile}[root-wire/lies]")
    assert group_of(f"{hostile}[root-time/loops]") != group_of(f"{hostile}[user-time/loops]")
    assert group_of(f"{SANDBOX}/docker/test_faults.py::a") == group_of(
        f"{SANDBOX}/docker/test_offer.py::b"
    )
    assert group_of("tests/test_store.py::test_it[x]") == "tests/test_store.py"


def test_a_file_runs_in_one_process() -> None:
    files = ("tests/test_secret.py", "tests/test_scoring.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-v", "-p", "no:cacheprovider", *files],
        capture_output=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        text=True,
        timeout=120,
    )
    ran = re.findall(r"\[(gw\d)\] \[ *\d+%\] PASSED ([^:\s]+)::", done.stdout)
    assert {file for _, file in ran} == set(files), done.stdout
    assert len(ran) > len(set(ran)) == len(files)
