"""Writes the results folder: pages, table, JSON. The only file of the reports that does I/O."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from grader import __version__
from grader.errors import ExitCode, GraderError
from grader.model import Grade, Problem
from grader.reports.class_page import ClassPage, class_page
from grader.reports.export import grades_csv, results_json
from grader.reports.filenames import page_path
from grader.reports.rendering import content_key, render
from grader.reports.student_page import StudentPage, staff_page, student_page

HEAD = 2_048
"""Bytes of a page in which its content key stands."""
WRITING = ".writing-"
"""How the name of a file begins that is not whole yet."""
STALE = 3_600.0
"""Seconds after which nobody writes such a file any more: writing one takes milliseconds."""


class ReportError(GraderError):
    """The reports cannot be written; the grades are safe in the store."""

    exit_code = ExitCode.ENVIRONMENT


def write_reports(
    grades: Iterable[Grade],
    folder: Path,
    *,
    course: str,
    titles: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
) -> Path:
    """Write everything about these grades and return the path of the class page.

    `index.html`, `grades.csv`, `results.json` and `staff/<assignment>/<student>.html` are for
    staff; `<assignment>/<student>.html` is for the student. `course` is the course's title,
    `titles` those of the assignments by id, `problems` what could not be read. Each file appears
    whole or not at all, and a page that would not change is not written again. What a killed run
    left half written is removed.

    Raises:
        ReportError: the folder cannot be written.
    """
    ordered = sorted(grades, key=lambda grade: (grade.assignment, grade.submission))
    titles = titles or {}
    index = folder / "index.html"
    try:
        for grade in ordered:
            _write_student(grade, folder, course, titles.get(grade.assignment, grade.assignment))
        _write_page(
            index,
            class_page(
                ordered, course=course, titles=titles, problems=problems, version=__version__
            ),
        )
        _write(folder / "grades.csv", grades_csv(ordered))
        _write(
            folder / "results.json",
            results_json(ordered, course=course, problems=problems, version=__version__),
        )
        _sweep({folder, *(path.parent for grade in ordered for path in _pages(grade, folder))})
    except OSError as error:
        raise ReportError(
            f"{error.filename or folder}: the report cannot be written ({error.strerror})",
            hint="The grades are kept: make room or choose another --out, then run again.",
        ) from error
    return index


def _write_student(grade: Grade, folder: Path, course: str, title: str) -> None:
    for_student, for_staff = _pages(grade, folder)
    _write_page(for_student, student_page(grade, course=course, assignment=title))
    _write_page(for_staff, staff_page(grade, course=course, assignment=title))


def _pages(grade: Grade, folder: Path) -> tuple[Path, Path]:
    """The page of a student and the one that staff see."""
    path = page_path(grade)
    return folder / path, folder / "staff" / path


def _write_page(path: Path, page: StudentPage | ClassPage) -> None:
    if not _shows(path, content_key(page)):
        _write(path, render(page).encode())


def _shows(path: Path, key: str) -> bool:
    try:
        with path.open("rb") as file:
            return key.encode() in file.read(HEAD)
    except FileNotFoundError:
        return False


def _write(path: Path, data: bytes) -> None:
    """Replace the file in one step, so that no reader and no crash meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=WRITING)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _sweep(folders: Iterable[Path]) -> None:
    """Remove what runs that were killed left half written; never what may still be written."""
    oldest = time.time() - STALE
    for folder in folders:
        for path in folder.glob(f"{WRITING}*"):
            if not path.is_symlink() and path.is_file() and path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
