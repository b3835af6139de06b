"""What is in a release, and that it works where it is unpacked."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from grader.assignments import Assignment, open_course
from grader.errors import CourseError
from grader.home.recording import from_bytes
from grader.release.contents import contents, try_out
from grader.release.wheel import archive
from tests.courses import make_course
from tests.release.releases import COURSE, ROOT, files, grader, release

EVERY_ASSIGNMENT = pytest.mark.parametrize("assignment", COURSE.ids)
MARKED = '''
def double(x):
    """Twice x."""
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION
'''


@EVERY_ASSIGNMENT
def test_a_release_has_everything_that_a_student_needs(assignment: str) -> None:
    found = COURSE.assignment(assignment)
    names = set(files(assignment))
    for part in found.settings.parts:
        assert files(assignment)[part.file] == (found.starter / part.file).read_bytes()
    handout = (found.folder / "README.md").read_bytes().rstrip()
    assert files(assignment)["README.md"].startswith(handout)
    notebook = files(assignment)[f"{assignment}.ipynb"].decode()
    nbformat.validate(nbformat.reads(notebook, as_version=4))
    assert ("given.py" in names) == (found.given is not None)
    pinned = files(assignment)["requirements.txt"].decode().splitlines()
    (wheel,) = (name for name in names if name.endswith(".whl"))
    assert f"./{wheel}" in pinned
    assert any(line.startswith("torch==") for line in pinned) == found.settings.torch
    assert {"checks/assignment.toml", "checks/expected.msgpack"} < names


@EVERY_ASSIGNMENT
def test_a_release_has_nothing_else(assignment: str) -> None:
    found = COURSE.assignment(assignment)
    expected = {part.file for part in found.settings.parts} | {"given.py", "README.md"}
    expected |= {f"{assignment}.ipynb", "requirements.txt"}
    for name in files(assignment):
        folder, _, file = name.rpartition("/")
        assert folder in ("", "checks")
        if folder:
            assert file.startswith("test_") or file in ("assignment.toml", "expected.msgpack")
        else:
            assert file in expected or file.endswith(".whl")


@EVERY_ASSIGNMENT
def test_two_releases_are_the_same_bytes_whatever_the_secret(
    assignment: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("5ec2e7" * 11)
    again = release(assignment, secret=str(secret))
    assert again == release(assignment)


@EVERY_ASSIGNMENT
def test_an_unpacked_release_finds_right_work_right_and_starters_open(
    assignment: str, tmp_path: Path
) -> None:
    folder = tmp_path / "Übung 3" / assignment
    for name, data in files(assignment).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    assert verdicts(folder) == {"NOT_IMPLEMENTED"}
    (ada,) = ROOT.glob(f"examples/*/{assignment}/ada")
    for file in ada.glob("*.py"):
        (folder / file.name).write_bytes(file.read_bytes())
    assert verdicts(folder) == {"PASSED"}


def verdicts(folder: Path) -> set[str]:
    done = grader("check", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    functions = json.loads(done.stdout)["functions"]
    return {result["verdict"] for function in functions for result in function["results"]}


@EVERY_ASSIGNMENT
def test_what_is_recorded_is_asked_by_public_checks_alone(assignment: str) -> None:
    recording = from_bytes(files(assignment)["checks/expected.msgpack"], "here")
    public = {check.id for check in recording.checks}
    assert public
    assert not any(check.hidden for check in recording.checks)
    assert recording.calls.keys() <= public
    assert recording.functions.keys() <= public


# --- a course that is not ready ---------------------------------------------------------------


def tiny(folder: Path, checks: str) -> Assignment:
    course = make_course(folder, reference=MARKED, checks=checks)
    found = course.assignment("a00")
    (found.folder / "README.md").write_text("# Doubling\n")
    return found


HEAD = "import pytest\nfrom grader.checks import check_value\n"


def test_a_check_that_asks_for_what_the_submission_returned_is_refused(tmp_path: Path) -> None:
    checks = f"""{HEAD}
@pytest.mark.points(1)
def test_four_times(student, reference):
    "double doubles twice."
    once = student.double(2.0)
    check_value(student.double, (once,), reference.double)
"""
    found = tiny(tmp_path, checks)
    (found.reference / "mistakes.py").write_text(
        "from grader.checks import mistake\n"
        '@mistake("D-1", of="work.double", hint="Twice.", source="A book, 1.")\n'
        "def three(x):\n    return 3 * x\n"
    )
    found = open_course(tmp_path).assignment("a00")
    data = archive({f"a00/{name}": data for name, data in contents(found)})
    with pytest.raises(CourseError, match="would not work at home") as refused:
        try_out(data, found)
    (problem,) = refused.value.problems
    assert problem.startswith("test_four_times: with D-1: ")
    assert "work.double" in problem


def test_a_check_with_hidden_cases_is_refused(tmp_path: Path) -> None:
    checks = f"""{HEAD}
@pytest.mark.points(1)
@pytest.mark.parametrize("x", [1.0, pytest.param(2.0, marks=pytest.mark.hidden)])
def test_double(student, reference, x):
    "double doubles."
    check_value(student.double, (x,), reference.double)
"""
    with pytest.raises(CourseError, match="neither public nor hidden") as refused:
        dict(contents(tiny(tmp_path, checks)))
    assert refused.value.problems == ("test_double[1.0]",)


def test_a_release_needs_a_handout(tmp_path: Path) -> None:
    course = make_course(tmp_path, reference=MARKED)
    with pytest.raises(CourseError, match=r"README\.md cannot be read"):
        dict(contents(course.assignment("a00")))
