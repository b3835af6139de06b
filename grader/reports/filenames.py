"""Names of students and assignments as file names that are safe, stable and unique. Pure.

A name depends on the student alone, never on who else is in the class, so that links keep working.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from grader.model import Grade

PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
TAKEN = re.compile(r"con|prn|aux|nul|com\d|lpt\d|staff|.*-[0-9a-f]{12}")
"""Devices of Windows, a folder of ours, and what looks like a name that was made here."""


def file_stem(name: str) -> str:
    """A file name without its suffix: `name` itself if that is harmless, else a readable digest.

    Two different names never share one, also on file systems that ignore case.
    """
    if PLAIN.fullmatch(name) and not TAKEN.fullmatch(name):
        return name
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable}-{digest}" if readable else f"student-{digest}"


def student_of(grade: Grade) -> str:
    """The student's part of the submission id `<assignment>/<student>`."""
    return grade.submission.removeprefix(f"{grade.assignment}/")


def page_path(grade: Grade) -> PurePosixPath:
    """Where a student's page lies in the results folder (and below `staff/` once more)."""
    return PurePosixPath(file_stem(grade.assignment), f"{file_stem(student_of(grade))}.html")
