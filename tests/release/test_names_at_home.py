"""An unpacked release names the mistakes that the instructor's report names, or stays silent."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from grader.home.recording import from_bytes
from grader.judge.reference import modules_in
from grader.judge.rehearsal import rehearse
from tests.release.releases import COURSE, ROOT, files, grader

ASSIGNMENT = "a03_losses"
EXAMPLES = ROOT / "examples" / "submissions" / ASSIGNMENT


def named_at_home(student: str, folder: Path) -> dict[str, str]:
    """By public check: the mistake that `grader check` names."""
    for name, data in files(ASSIGNMENT).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    for file in (EXAMPLES / student).glob("*.py"):
        (folder / file.name).write_bytes(file.read_bytes())
    done = grader("check", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    results = [
        each for function in json.loads(done.stdout)["functions"] for each in function["results"]
    ]
    return {
        each["check"]["id"]: each["diagnosis"]["mistake"] for each in results if each["diagnosis"]
    }


@cache
def named_by_the_instructor(student: str) -> dict[str, str]:
    """By check: the mistake that the report names, from all checks together."""
    found = COURSE.assignment(ASSIGNMENT)
    modules = modules_in(found, EXAMPLES / student, f"handed_in_{student}")
    results = rehearse(found, lambda rehearsal: rehearsal.results(modules, b"s" * 32))
    return {each.check.id: each.diagnosis.mistake for each in results if each.diagnosis}


@pytest.mark.parametrize(("student", "most"), [("ada", 0), ("ben", 3), ("chen", 4), ("dora", 3)])
def test_at_home_a_mistake_has_its_name_or_none(student: str, most: int, tmp_path: Path) -> None:
    at_home = named_at_home(student, tmp_path)
    assert at_home.items() <= named_by_the_instructor(student).items()
    assert len(at_home) >= most


def test_what_a_mistake_raised_is_not_written_down() -> None:
    data = files(ASSIGNMENT)["checks/expected.msgpack"]
    recording = from_bytes(data, "here")
    assert recording.mistakes
    assert b"mistakes.py" not in data
    assert b"Traceback" not in data
