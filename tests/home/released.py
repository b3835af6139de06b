"""A release of a small course, as a folder."""

from __future__ import annotations

from pathlib import Path

from grader.assignments import ASSIGNMENT_FILE, Course
from grader.home.place import CHECKS, EXPECTED, Place, released
from grader.home.recording import to_bytes
from grader.home.reference_recorder import hidden_checks, record
from grader.release.public import public_part


def release(course: Course, folder: Path, assignment: str = "a00") -> Path:
    """What students get to check with, in `folder`; without starters."""
    found = course.assignment(assignment)
    checks = folder / CHECKS
    checks.mkdir(parents=True)
    (checks / ASSIGNMENT_FILE).write_bytes((found.folder / ASSIGNMENT_FILE).read_bytes())
    (checks / EXPECTED).write_bytes(to_bytes(record(found)))
    for file in found.checks:
        source = file.read_text("utf-8") if file.suffix == ".py" else ""
        if public := public_part(source, hidden_checks(found)):
            (checks / file.name).write_text(public, "utf-8")
    if found.given is not None:
        (folder / "given.py").write_bytes(found.given.read_bytes())
    return folder


def place_of_release(course: Course, folder: Path, assignment: str = "a00") -> Place:
    """The same as a place where checks are."""
    return released(release(course, folder, assignment))
