"""Checks are found in the release around a path, or in the course; else one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import CourseError, UsageError
from grader.home.judging import submission_at
from grader.home.place import CHECKS, EXPECTED, place_of
from tests.courses import make_course
from tests.home.released import release


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release with the work of a student in it."""
    unpacked = release(make_course(tmp_path / "course"), tmp_path / "Übung 1")
    (unpacked / "work.py").write_text("def double(x):\n    return 2 * x\n")
    return unpacked


@pytest.mark.parametrize("below", [".", "work.py", "checks", "deep/er"])
def test_the_release_around_a_path_is_found(folder: Path, below: str) -> None:
    place = place_of(folder / below)
    assert place.settings.id == "a00"
    assert [file.name for file in place.checks] == ["test_work.py"]
    assert [check.id for check in place.recording().checks] == ["test_double"]


def test_a_release_holds_nothing_of_its_hidden_checks(folder: Path) -> None:
    text = (folder / CHECKS / "test_work.py").read_text()
    assert "test_double_of_a_matrix" not in text
    assert place_of(folder).recording().hidden == 1


def test_in_a_course_the_folders_above_say_which_assignment_it_is(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    assert place_of(course.root / "somewhere" / "a00" / "ada").settings.id == "a00"
    with pytest.raises(UsageError, match="which assignment"):
        place_of(course.root / "somewhere")
    assert place_of(course.root / "somewhere", "a00").settings.id == "a00"


def test_where_there_are_no_checks_the_error_says_where_they_would_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"there are no checks for .*\n.*the folder {CHECKS}"):
        place_of(tmp_path)


def test_damaged_expectations_are_a_course_error(folder: Path) -> None:
    expected = folder / CHECKS / EXPECTED
    expected.write_bytes(expected.read_bytes()[:-7])
    with pytest.raises(CourseError, match=r"expected\.msgpack is damaged.*\n.*Unpack"):
        place_of(folder)


def test_missing_settings_are_a_course_error(folder: Path) -> None:
    (folder / CHECKS / "assignment.toml").unlink()
    with pytest.raises(CourseError, match=r"assignment\.toml cannot be read.*\n.*Unpack"):
        place_of(folder)


# --- what would be handed in ------------------------------------------------------------------


@pytest.mark.parametrize("below", [".", "work.py"])
def test_a_part_and_its_folder_are_the_same_work(folder: Path, below: str) -> None:
    submission = submission_at(folder / below, place_of(folder).settings)
    assert "work.py" in [file.path for file in submission.files]


def test_what_is_no_work_is_refused(folder: Path) -> None:
    (folder / "notes.txt").write_text("x = 1")
    with pytest.raises(UsageError, match=r"notes\.txt is neither"):
        submission_at(folder / "notes.txt", place_of(folder).settings)
