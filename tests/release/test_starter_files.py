"""The starters of a course are what is made from its references, and give nothing away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.assignments import open_course
from grader.config import AssignmentSettings
from grader.errors import CourseError, UsageError
from grader.model import Part
from grader.release.starter_files import changes, starters_of, write
from tests.courses import make_course

COURSE = open_course(Path(__file__).parents[2])
MARKED = '''
def f(x):
    """F."""
    # BEGIN SOLUTION
    return x
    # END SOLUTION
'''


def made(folder: Path, source: str) -> str:
    (folder / "work.py").write_text(source)
    part = Part(name="work", file="work.py", functions=("f",))
    settings = AssignmentSettings(id="a00", title="A title", parts=(part,))
    return starters_of(settings, folder)["work.py"]


@pytest.mark.parametrize("assignment", COURSE.ids)
def test_the_starters_in_the_course_are_those_that_would_be_made(assignment: str) -> None:
    assert changes(COURSE, [assignment]) == {}, "run: grader starters"


def test_a_function_without_marks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as refused:
        made(tmp_path, "def f(x):\n    return x\n")
    assert refused.value.problems == ("reference/a00/work.py: nothing in f is marked as solution",)


def test_a_function_that_is_marked_as_a_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as refused:
        made(tmp_path, "# BEGIN SOLUTION\ndef f(x):\n    return x\n# END SOLUTION\n")
    assert "the starter has no f" in refused.value.problems[0]


def test_a_missing_reference_is_an_error_of_the_course(tmp_path: Path) -> None:
    settings = AssignmentSettings(
        id="a00", title="A title", parts=(Part(name="w", file="w.py", functions=("f",)),)
    )
    with pytest.raises(CourseError, match="cannot be read"):
        starters_of(settings, tmp_path)


def test_an_assignment_may_begin_without_starters(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    (course.root / "reference" / "a00" / "work.py").write_text(
        MARKED.replace("def f", "def double")
    )
    folder = course.root / "assignments" / "a00" / "starter"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    write(changes(course))
    assert "raise NotImplementedError" in (folder / "work.py").read_text()
    assert changes(course) == {}


def test_an_unknown_assignment_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no assignment 'a99'"):
        changes(COURSE, ["a99"])


def test_the_command_says_what_would_change_and_changes_it(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    reference = course.root / "reference" / "a00" / "work.py"
    reference.write_text(MARKED.replace("def f", "def double"))

    def grader(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "grader", "starters", "--course", str(course.root), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout

    starter = "assignments/a00/starter/work.py\n"
    assert grader("--check") == (1, starter)
    assert grader("a00") == (0, starter)
    assert grader("--check") == (0, "")
