"""The results folder on disk."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from grader.errors import ExitCode
from grader.model import Problem
from grader.reports.folder import ReportError, write_reports
from tests.reports import samples


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def stamps(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_ino for name in files(folder)}


def test_a_run_writes_pages_for_students_for_staff_and_for_programs(tmp_path: Path) -> None:
    grades = (samples.mixed(), samples.perfect("Bo Å"))
    index = write_reports(grades, tmp_path / "results", course="Backprop")
    assert index == tmp_path / "results" / "index.html"
    found = files(tmp_path / "results")
    bo = next(name for name in found if name.startswith("a03_losses/bo-"))
    assert found == sorted(
        [
            "a03_losses/ana.html",
            bo,
            "grades.csv",
            "index.html",
            "results.json",
            "staff/a03_losses/ana.html",
            f"staff/{bo}",
        ]
    )


def test_the_order_of_the_grades_changes_nothing(tmp_path: Path) -> None:
    write_reports(samples.course(), tmp_path / "one", course="Backprop")
    write_reports(reversed(samples.course()), tmp_path / "other", course="Backprop")
    for name in files(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_only_pages_that_change_are_written_again(tmp_path: Path) -> None:
    write_reports(samples.course(), tmp_path, course="Backprop")
    before = stamps(tmp_path)
    changed = msgspec.structs.replace(samples.mixed(), notes=("found inside ana.zip",))
    write_reports((changed, *samples.course()[1:]), tmp_path, course="Backprop")
    rewritten = {name for name, stamp in stamps(tmp_path).items() if stamp != before[name]}
    pages = {name for name in rewritten if name.endswith(".html")}
    assert pages == {"a03_losses/ana.html", "staff/a03_losses/ana.html"}


def test_a_write_that_fails_leaves_the_old_page_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reports([samples.mixed()], tmp_path, course="Backprop")
    old = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "x.html")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ReportError, match="No space left") as caught:
        write_reports([samples.perfect("ana")], tmp_path, course="Backprop")
    assert caught.value.exit_code is ExitCode.ENVIRONMENT
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == old


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path) -> None:
    write_reports([samples.mixed()], tmp_path, course="Backprop")
    before = files(tmp_path)
    for place in (".", "a03_losses", "staff/a03_losses"):
        left = tmp_path / place / ".writing-abandoned"
        left.write_text("<!doctype ht")
        os.utime(left, (0, 0))
    write_reports([samples.mixed()], tmp_path, course="Backprop")
    assert files(tmp_path) == before


def test_what_another_may_still_be_writing_stays(tmp_path: Path) -> None:
    write_reports([samples.mixed()], tmp_path, course="Backprop")
    (tmp_path / ".writing-by-another").write_text("<!doctype ht")
    (tmp_path / "notes.html").write_text("mine")
    os.utime(tmp_path / "notes.html", (0, 0))
    write_reports([samples.mixed()], tmp_path, course="Backprop")
    assert {".writing-by-another", "notes.html"} <= set(files(tmp_path))


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file")
    with pytest.raises(ReportError, match="cannot be written"):
        write_reports([samples.mixed()], tmp_path / "results", course="Backprop")


def test_nothing_graded_is_still_a_page_with_the_reasons(tmp_path: Path) -> None:
    problem = Problem(path="x.zip", message="the archive is damaged")
    index = write_reports([], tmp_path, course="Backprop", problems=[problem])
    assert "the archive is damaged" in index.read_text(encoding="utf-8")
