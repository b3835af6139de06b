"""The course of the current folder, and the secret of its hidden checks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.doctor.course_findings import course, course_at, secret
from grader.doctor.report import MachineFinding, State
from grader.errors import CourseError
from grader.secret import read_or_make_secret
from tests.courses import make_course


@pytest.fixture(autouse=True)
def _own_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("GRADER_SECRET_FILE", raising=False)


def of(found: list[MachineFinding], area: str) -> MachineFinding:
    return next(finding for finding in found if finding.area == area)


def test_no_course_is_no_reason_not_to_grade_one_elsewhere(tmp_path: Path) -> None:
    found = course_at(None, tmp_path)
    assert isinstance(found, CourseError)
    (finding,) = course(found)
    assert finding.state is State.WARNING
    assert "--course" in finding.remedy


def test_a_course_is_found_by_the_current_folder_or_by_name(tmp_path: Path) -> None:
    made = make_course(tmp_path / "course")
    assert course_at(None, made.root / "assignments") == made
    assert course_at(made.root, tmp_path) == made


def test_a_course_that_cannot_be_read_is_missing_with_its_problems(tmp_path: Path) -> None:
    made = make_course(tmp_path)
    (made.root / "assignments" / "a00" / "assignment.toml").write_text("titel = 3\n")
    finding = of(list(course(made)), "course")
    assert finding.state is State.MISSING
    assert "titel" in finding.remedy


def test_an_assignment_that_needs_what_is_not_installed_is_named(tmp_path: Path) -> None:
    made = make_course(tmp_path)
    settings = made.root / "assignments" / "a00" / "assignment.toml"
    settings.write_text(settings.read_text().replace('["numpy"]', '["numpy", "frobnicate"]'))
    finding = of(list(course(made)), "packages")
    assert finding.state is State.WARNING
    assert "a00 needs frobnicate" in finding.sentence


def test_a_secret_that_is_not_there_yet_is_said_and_not_made(tmp_path: Path) -> None:
    file = tmp_path / "data" / "grader" / "tiny.secret"
    finding = of(list(course(make_course(tmp_path / "course"))), "secret")
    assert finding.state is State.OK
    assert str(file) in finding.sentence
    assert not file.exists()


def test_a_secret_that_others_can_read_is_warned_about(tmp_path: Path) -> None:
    file = tmp_path / "tiny.secret"
    read_or_make_secret(file)
    assert secret(file).state is State.OK
    file.chmod(0o644)
    finding = secret(file)
    assert (finding.state, finding.remedy) == (State.WARNING, f"chmod 600 {file}")


def test_a_file_that_is_no_secret_is_missing(tmp_path: Path) -> None:
    (tmp_path / "tiny.secret").write_text("short")
    assert secret(tmp_path / "tiny.secret").state is State.MISSING


def test_what_is_said_never_holds_the_secret(tmp_path: Path) -> None:
    file = tmp_path / "tiny.secret"
    value = read_or_make_secret(file)
    said = secret(file)
    assert os.fsdecode(value) not in said.sentence
    assert value.hex() not in said.sentence
