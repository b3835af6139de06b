"""A course on disk: how it is found, what makes an assignment whole, what changes its digest."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.assignments import Course, find_course, open_course
from grader.errors import CourseError

FILES = {
    "grader.toml": '[course]\nname = "tiny"\ntitle = "A tiny course"\n',
    "assignments/a01_neuron/assignment.toml": (
        'title = "One neuron"\n[[parts]]\nname = "xor"\nfile = "xor.py"\nfunctions = ["xor"]\n'
    ),
    "assignments/a01_neuron/README.md": "# One neuron\n",
    "assignments/a01_neuron/starter/xor.py": "def xor(a, b): raise NotImplementedError\n",
    "assignments/a01_neuron/given.py": "SHAPE = (2, 2)\n",
    "assignments/a01_neuron/test_xor.py": "def test_xor(student): ...\n",
    "assignments/a01_neuron/test_limits.py": "def test_limits(student): ...\n",
    "reference/a01_neuron/xor.py": "def xor(a, b): return a ^ b\n",
    "reference/a01_neuron/mistakes.py": "def always_one(a, b): return 1\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A complete course with one assignment."""
    return course_at(tmp_path / "course")


def course_at(root: Path) -> Path:
    for name, text in FILES.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def digest_of(root: Path) -> str:
    return open_course(root).assignment("a01_neuron").digest


# --- finding ----------------------------------------------------------------------------------


def test_a_course_is_opened_by_its_folder_or_its_file(root: Path) -> None:
    assert open_course(root).settings.name == "tiny"
    assert open_course(root / "grader.toml") == open_course(root)


def test_a_course_is_found_from_any_folder_in_it(root: Path) -> None:
    assert find_course(root / "assignments" / "a01_neuron").root == root


def test_a_course_is_found_above_the_submissions(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert find_course(elsewhere, submissions=root / "submissions").root == root


def test_the_same_course_twice_in_sight_is_one_course(root: Path) -> None:
    assert find_course(root, submissions=root / "submissions" / "alice").root == root


def test_a_folder_without_a_course_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="--course"):
        find_course(tmp_path)
    with pytest.raises(CourseError, match=r"no grader\.toml in it"):
        open_course(tmp_path)


def test_a_course_inside_the_submissions_is_never_taken(tmp_path: Path) -> None:
    submissions = course_at(tmp_path / "submissions")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(CourseError, match="no course found"):
        find_course(elsewhere, submissions=submissions)


def test_a_students_course_on_the_way_up_is_not_preferred(root: Path) -> None:
    planted = course_at(root / "submissions" / "mallory")
    with pytest.raises(CourseError, match="more than one course is in sight") as caught:
        find_course(root, submissions=planted / "a01_neuron")
    assert str(planted) in str(caught.value)


# --- one assignment ---------------------------------------------------------------------------


def test_an_assignment_knows_where_its_pieces_lie(root: Path) -> None:
    assignment = open_course(root).assignment("a01_neuron")
    folder = root / "assignments" / "a01_neuron"
    assert assignment.id == "a01_neuron"
    assert assignment.settings.title == "One neuron"
    assert assignment.starter == folder / "starter"
    assert assignment.reference == root / "reference" / "a01_neuron"
    assert assignment.checks == (folder / "test_limits.py", folder / "test_xor.py")
    assert assignment.given == folder / "given.py"
    assert assignment.mistakes == assignment.reference / "mistakes.py"


def test_given_code_and_mistakes_are_optional(root: Path) -> None:
    (root / "assignments/a01_neuron/given.py").unlink()
    (root / "reference/a01_neuron/mistakes.py").unlink()
    assignment = open_course(root).assignment("a01_neuron")
    assert assignment.given is None
    assert assignment.mistakes is None


def test_an_unknown_assignment_names_near_ones(root: Path) -> None:
    with pytest.raises(CourseError, match="did you mean 'a01_neuron'") as caught:
        open_course(root).assignment("a1_neuron")
    assert "It has: a01_neuron." in str(caught.value)


def test_an_incomplete_assignment_lists_all_that_is_missing(root: Path) -> None:
    for name in (
        "assignments/a01_neuron/starter/xor.py",
        "assignments/a01_neuron/test_xor.py",
        "assignments/a01_neuron/test_limits.py",
        "reference/a01_neuron/xor.py",
    ):
        (root / name).unlink()
    with pytest.raises(CourseError) as caught:
        open_course(root).assignment("a01_neuron")
    assert caught.value.problems == (
        "assignments/a01_neuron/starter/xor.py: missing; part 'xor' needs its starter",
        "reference/a01_neuron/xor.py: missing; part 'xor' needs its solution",
        "assignments/a01_neuron: no test_*.py; an assignment needs checks",
    )


def test_the_problems_of_all_assignments_are_told_at_once(root: Path) -> None:
    for name, text in {"b": "title = 3", "c": "title = "}.items():
        folder = root / "assignments" / name
        folder.mkdir()
        (folder / "assignment.toml").write_text(text)
    with pytest.raises(CourseError) as caught:
        open_course(root).assignments()
    about_b, about_parts, about_c = caught.value.problems
    assert about_b.startswith("assignments/b/assignment.toml: parts: is missing")
    assert about_parts.startswith("assignments/b/assignment.toml: title: expected a string")
    assert about_c.startswith("assignments/c/assignment.toml: not valid TOML")


def test_all_assignments_of_a_course_are_loaded_by_id(root: Path) -> None:
    course = open_course(root)
    assert course.assignments() == {"a01_neuron": course.assignment("a01_neuron")}


def test_a_course_without_assignments_says_where_they_go(tmp_path: Path) -> None:
    (tmp_path / "grader.toml").write_text(FILES["grader.toml"])
    with pytest.raises(CourseError, match="has no folder assignments/"):
        _ = open_course(tmp_path).ids


def test_settings_that_are_not_utf8_are_a_problem_of_the_course(root: Path) -> None:
    (root / "grader.toml").write_bytes(b"\xff\xfe[\0")
    with pytest.raises(CourseError, match="is not UTF-8"):
        open_course(root)


def test_a_folder_in_the_place_of_a_check_cannot_be_read(root: Path) -> None:
    (root / "assignments/a01_neuron/test_xor.py").unlink()
    (root / "assignments/a01_neuron/test_xor.py").symlink_to("nowhere.py")
    with pytest.raises(CourseError, match="cannot be read: No such file"):
        open_course(root).assignment("a01_neuron")


# --- the digest -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "assignments/a01_neuron/assignment.toml",
        "assignments/a01_neuron/test_xor.py",
        "assignments/a01_neuron/given.py",
        "assignments/a01_neuron/data/points.npy",
        "reference/a01_neuron/xor.py",
        "reference/a01_neuron/mistakes.py",
        "reference/a01_neuron/helper.py",
    ],
)
def test_a_file_that_decides_grades_changes_the_digest(root: Path, name: str) -> None:
    before = digest_of(root)
    (root / name).parent.mkdir(exist_ok=True)
    with (root / name).open("a") as file:
        file.write("# changed\n")
    assert digest_of(root) != before


@pytest.mark.parametrize(
    "name",
    [
        "grader.toml",
        "assignments/a01_neuron/README.md",
        "assignments/a01_neuron/starter/xor.py",
        "assignments/a01_neuron/__pycache__/test_xor.pyc",
        "reference/a01_neuron/.xor.py.swp",
        "reference/a01_neuron/again.py",
        "reference/a01_neuron/oracle.py",
        "reference/a01_neuron/doubles/ACT-01+ACT-02/xor.py",
        "reference/a01_neuron/validated.json",
    ],
)
def test_a_file_that_decides_no_grade_does_not(root: Path, name: str) -> None:
    before = digest_of(root)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    with (root / name).open("a") as file:
        file.write("# changed\n")
    assert digest_of(root) == before


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("assignments/a01_neuron/test_xor.py", True),
        ("assignments/a01_neuron/starter/xor.py", True),
        ("reference/a01_neuron/mistakes.py", True),
        ("reference/a01_neuron/again.py", True),
        ("reference/a01_neuron/oracle.py", True),
        ("reference/a01_neuron/doubles/ACT-01+ACT-02/xor.py", True),
        ("reference/a01_neuron/validated.json", False),
        ("assignments/a01_neuron/README.md", False),
    ],
)
def test_what_a_validation_looks_at_changes_its_content(
    root: Path, name: str, counts: bool
) -> None:
    before = open_course(root).assignment("a01_neuron").content()
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    with (root / name).open("a") as file:
        file.write("# changed\n")
    assert (open_course(root).assignment("a01_neuron").content() != before) == counts


def test_an_assignment_knows_what_tests_its_checks(root: Path) -> None:
    reference = root / "reference/a01_neuron"
    assignment = open_course(root).assignment("a01_neuron")
    assert (assignment.again, assignment.oracle, assignment.doubles) == (None, None, ())
    for name in ("again.py", "oracle.py", "doubles/A+B/xor.py", "doubles/__pycache__/xor.pyc"):
        (reference / name).parent.mkdir(parents=True, exist_ok=True)
        (reference / name).touch()
    assert assignment.again == reference / "again.py"
    assert assignment.oracle == reference / "oracle.py"
    assert assignment.doubles == (reference / "doubles" / "A+B",)
    assert assignment.record == reference / "validated.json"


@pytest.mark.parametrize("move", [Path.rename, lambda old, new: os.link(old, new)])
def test_a_renamed_or_added_check_file_changes_the_digest(
    root: Path, move: Callable[[Path, Path], object]
) -> None:
    before = digest_of(root)
    folder = root / "assignments" / "a01_neuron"
    move(folder / "test_xor.py", folder / "test_other.py")
    assert digest_of(root) != before


def test_the_digest_is_the_same_wherever_the_course_lies(root: Path, tmp_path: Path) -> None:
    assert digest_of(root) == digest_of(course_at(tmp_path / "a copy"))


def test_a_linked_data_folder_is_refused_because_its_changes_would_go_unseen(root: Path) -> None:
    (root / "assignments/a01_neuron/data").symlink_to(root)
    with pytest.raises(CourseError, match="link to a folder"):
        open_course(root).assignment("a01_neuron")


def test_the_course_of_this_repository_is_a_course() -> None:
    course = open_course(Path(__file__).parent.parent)
    assert isinstance(course, Course)
    assert course.settings.name == "backprop"
