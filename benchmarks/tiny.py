"""A course and submissions that compute next to nothing: what they cost is what grader costs."""

from __future__ import annotations

import hashlib
from pathlib import Path

from grader.assignments import Course, open_course
from grader.model import SourceFile, Submission

CHECKS = 30
ASSIGNMENT = "tiny"
FILE = "work.py"
REFERENCE = "def double(x):\n    return 2 * x\n"

_SETTINGS = """\
title = "Doubling"
packages = ["numpy"]
[[parts]]
name = "work"
file = "work.py"
functions = ["double"]
"""
_HEAD = """\
import pytest

from grader.checks import check_value
"""
_CHECK = '''

@pytest.mark.points(1)
def test_double_of_{number}(student, reference):
    """double works on {number}."""
    check_value(student.double, ({number},), reference.double)
'''


def course(root: Path) -> Course:
    """A course in the new folder `root`, with one assignment of CHECKS checks of one call each."""
    checks = _HEAD + "".join(_CHECK.format(number=number) for number in range(CHECKS))
    files = {
        "grader.toml": '[course]\nname = "tiny"\ntitle = "A tiny course"\n',
        f"assignments/{ASSIGNMENT}/assignment.toml": _SETTINGS,
        f"assignments/{ASSIGNMENT}/test_work.py": checks,
        f"assignments/{ASSIGNMENT}/starter/{FILE}": "def double(x): ...\n",
        f"reference/{ASSIGNMENT}/{FILE}": REFERENCE,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return open_course(root)


def submission(number: int) -> Submission:
    """One of many right submissions, no two of them alike."""
    data = f"{REFERENCE}# by student {number}\n".encode()
    return Submission(
        id=f"{ASSIGNMENT}/student{number}",
        assignment=ASSIGNMENT,
        people=(f"student{number}",),
        files=(SourceFile(path=FILE, data=data),),
        digest=hashlib.sha256(data).hexdigest(),
    )
