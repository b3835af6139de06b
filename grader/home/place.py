"""Where the checks for a student's files are: in a release beside them, or in a course."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.assignments import ASSIGNMENT_FILE, COURSE_FILE, Assignment, Course, open_course
from grader.config import AssignmentSettings, did_you_mean, read_assignment
from grader.errors import CourseError, UsageError
from grader.home.recording import Recording, from_bytes

CHECKS = "checks"
"""The folder of a release that holds what is checked."""
EXPECTED = "expected.msgpack"


@dataclass(frozen=True)
class Place:
    """An assignment as it is checked at home."""

    settings: AssignmentSettings
    checks: tuple[Path, ...]
    given: Path | None
    recording: Callable[[], Recording]
    """Reads it from a release, or makes it from the course's reference."""


def place_of(path: Path, assignment: str | None = None) -> Place:
    """The release or the course that `path` lies in, the nearest first.

    In a course, `assignment` says which one it is, else the names of the folders above `path`.
    Raises UsageError when there is neither, CourseError when what is there is damaged.
    """
    here = Path(os.path.abspath(path))
    for folder in (here, *here.parents):
        if (folder / CHECKS / EXPECTED).is_file():
            return released(folder)
        if (folder / COURSE_FILE).is_file():
            return in_course(open_course(folder), here, assignment)
    raise UsageError(
        f"there are no checks for {path}",
        hint=f"Check files in the folder of the assignment, the one that has the folder {CHECKS}.",
    )


def released(folder: Path) -> Place:
    """The assignment in the folder that a release was unpacked to."""
    checks = folder / CHECKS
    recording = from_bytes(_bytes(checks / EXPECTED), str(checks / EXPECTED))
    file = checks / ASSIGNMENT_FILE
    text = _bytes(file).decode("utf-8", "replace")
    given = folder / "given.py"
    return Place(
        settings=read_assignment(text, recording.assignment, str(file)),
        checks=tuple(sorted(checks.glob("test_*.py"))),
        given=given if given.is_file() else None,
        recording=lambda: recording,
    )


def in_course(course: Course, path: Path, assignment: str | None) -> Place:
    """An assignment of a course, for its authors: the reference is asked as it is now."""
    return of_course(course.assignment(assignment or _named_by(course, path)))


def of_course(assignment: Assignment) -> Place:
    """An assignment as its students would have it if it were released now."""

    def recording() -> Recording:
        from grader.home.reference_recorder import (
            record,  # a student's computer has no reference to record
        )

        return record(assignment)

    checks = tuple(file for file in assignment.checks if file.suffix == ".py")
    return Place(assignment.settings, checks, assignment.given, recording)


def _named_by(course: Course, path: Path) -> str:
    for name in (path.stem, *(folder.name for folder in path.parents)):
        if name in course.ids:
            return name
    near = did_you_mean(path.parent.name, course.ids)
    raise UsageError(
        f"which assignment is {path} of?{near}",
        hint=f"Say it with --assignment; the course has {', '.join(course.ids)}.",
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CourseError(
            f"{file} cannot be read: {error.strerror}", hint="Unpack the assignment again."
        ) from error
