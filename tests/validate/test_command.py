"""`grader validate` from the command line to the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.cli import commands
from grader.errors import CourseError, ExitCode
from grader.validate import validation
from tests.validate.course import SLIGHT, THOROUGH, course_with, replaced, sandbox

SLOT = ("--sandbox", sandbox().tier, "--slots", "1")


@pytest.fixture(autouse=True)
def _a_small_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "QUICK", SLIGHT)
    monkeypatch.setattr(validation, "FULL", THOROUGH)


def grader(course: Path, *arguments: str) -> int:
    words = ["validate", *SLOT, "--course", str(course), *arguments]
    code: int = commands.main(words, standalone_mode=False)
    return code


def test_problems_are_exit_code_1_and_reach_people_and_machines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course_with(tmp_path, replaced("reference/a00/mistakes.py", "return x * x", "return x + x"))
    file = tmp_path / "findings.xml"
    assert grader(tmp_path, "--json", "--junit", str(file)) == ExitCode.FAILED
    said = json.loads(capsys.readouterr().out)
    problems = {finding["problem"] for finding in said["assignments"][0]["findings"]}
    assert "DBL-01 (work.double) is caught by no check" in problems
    assert not said["passed"]
    assert {case.get("message") for case in ElementTree.parse(file).iter("failure")} == {
        problem for problem in problems if problem
    }


def test_a_sound_course_is_exit_code_0_in_full_and_then_quickly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course_with(tmp_path)
    assert grader(tmp_path, "--full", "a00") == ExitCode.OK
    assert grader(tmp_path) == ExitCode.OK
    assert capsys.readouterr().out.count("a00: all of it holds") == 2


def test_a_misspelt_assignment_is_known_before_anything_is_tried(tmp_path: Path) -> None:
    course_with(tmp_path)
    with pytest.raises(CourseError, match="no assignment 'a0'; did you mean 'a00'"):
        grader(tmp_path, "a0")
