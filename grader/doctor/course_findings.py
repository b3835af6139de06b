"""The course, the packages that its assignments need, and the secret of its hidden checks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from grader.assignments import Course, find_course, open_course
from grader.doctor.report import MachineFinding, missing, missing_for, ok, warning, warning_for
from grader.errors import CourseError
from grader.executors.runtime import absent
from grader.secret import BYTES, LONGEST, secret_file

OTHERS = 0o077
"""The permission bits of everybody but the owner."""


def course_at(named: Path | None, here: Path) -> Course | CourseError:
    """The course that `grader run` would take in the folder `here`, or why it takes none."""
    try:
        return find_course(here) if named is None else open_course(named)
    except CourseError as error:
        return error


def course(found: Course | CourseError) -> Iterator[MachineFinding]:
    """Whether there is a course here that can be graded with."""
    if isinstance(found, CourseError):
        yield warning_for("course", found, "Name the course with --course.")
        return
    yield from _assignments(found)
    yield secret(secret_file(found.settings.name))


def _assignments(found: Course) -> Iterator[MachineFinding]:
    try:
        settings = found.assignment_settings()
    except CourseError as error:
        yield missing_for("course", error, "; ".join(error.problems))
        return
    yield ok("course", f"{found.settings.title} ({len(settings)} assignments) in {found.root}")
    needs = {name: absent(each.packages) for name, each in settings.items()}
    for name, packages in needs.items():
        if packages:
            yield warning(
                "packages",
                f"{name} needs {', '.join(packages)}, which is not installed here",
                "Install it where grader is installed.",
            )


def secret(file: Path) -> MachineFinding:
    """Where the secret of the hidden checks lies, and whether it can be used."""
    try:
        stat = file.stat()
    except FileNotFoundError:
        return _to_be_made(file)
    except OSError as error:
        return _unusable(f"{file} cannot be read: {error.strerror}")
    if not os.access(file, os.R_OK) or not BYTES <= stat.st_size <= LONGEST:
        return _unusable(f"{file} cannot be read, or holds no secret")
    if stat.st_mode & OTHERS:
        return warning("secret", f"other users can read {file}", f"chmod 600 {file}")
    return ok("secret", f"in {file}; keep it, with another one everybody is graded anew")


def _to_be_made(file: Path) -> MachineFinding:
    there = next(folder for folder in file.absolute().parents if folder.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        return _unusable(f"{file} cannot be made")
    return ok("secret", f"none yet: the first run makes {file}")


def _unusable(sentence: str) -> MachineFinding:
    return missing(
        "secret",
        sentence,
        "Make it readable for you, delete it to have a new one made, or name another file in "
        "GRADER_SECRET_FILE.",
    )
