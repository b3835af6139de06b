"""A release is unpacked and used before anybody gets it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from grader.assignments import Assignment
from grader.errors import CourseError
from grader.home.dry_run import unusable_at_home
from grader.home.place import released


def try_out(release: bytes, assignment: Assignment) -> None:
    """Check the reference and the known mistakes with nothing but what is in a release.

    Raises CourseError, naming the checks, when students could not use it.
    """
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(io.BytesIO(release)).extractall(folder)
        problems = unusable_at_home(assignment, released(Path(folder, assignment.id)))
    if problems:
        raise CourseError(
            f"{len(problems)} public checks of {assignment.id} would not work at home",
            hint="A public check may ask the reference only for what does not depend on the "
            "submission; hide it, or compare with the student's own values.",
            problems=tuple(f"{check}: {problem}" for check, problem in problems.items()),
        )
