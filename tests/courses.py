"""Small courses and submissions for tests."""

from __future__ import annotations

import hashlib
from pathlib import Path
from textwrap import dedent

from grader.assignments import Course, open_course
from grader.model import SourceFile, Submission

CHECKS = '''
import numpy as np
import pytest

from grader.checks import check_value


@pytest.mark.points(4)
def test_double(student, reference, rng):
    """double returns twice its argument."""
    check_value(student.double, (rng.standard_normal(3),), reference.double)


@pytest.mark.points(6)
@pytest.mark.hidden
def test_double_of_a_matrix(student, reference, rng):
    """double works on matrices."""
    check_value(student.double, (rng.standard_normal((5, 3)),), reference.double)
'''

REFERENCE = '''
def double(x):
    """Twice x."""
    return 2 * x
'''


def make_course(
    root: Path,
    *,
    checks: str = CHECKS,
    reference: str = REFERENCE,
    given: str | None = None,
    limits: str = "check_cpu = 1.0\nbudget_cpu = 3.0\ncheck_wall = 5.0",
    parts: tuple[str, ...] = ("work",),
) -> Course:
    """A course with one assignment `a00`, whose parts all have the same reference."""
    folder, solutions = root / "assignments" / "a00", root / "reference" / "a00"
    (folder / "starter").mkdir(parents=True)
    solutions.mkdir(parents=True)
    (root / "grader.toml").write_text('[course]\nname = "tiny"\ntitle = "A tiny course"\n')
    settings = 'title = "Doubling"\npackages = ["numpy"]\n'
    for part in parts:
        settings += f'[[parts]]\nname = "{part}"\nfile = "{part}.py"\nfunctions = ["double"]\n'
        (solutions / f"{part}.py").write_text(dedent(reference))
        (folder / "starter" / f"{part}.py").write_text(
            "def double(x):\n    raise NotImplementedError\n"
        )
    (folder / "assignment.toml").write_text(f"{settings}[limits]\n{limits}\n")
    (folder / "test_work.py").write_text(dedent(checks))
    if given is not None:
        (folder / "given.py").write_text(dedent(given))
    return open_course(root)


def submission(source: str | bytes, student: str = "ada", file: str = "work.py") -> Submission:
    """A submission for `a00` that consists of one file."""
    data = source if isinstance(source, bytes) else dedent(source).encode()
    return Submission(
        id=f"a00/{student}",
        assignment="a00",
        people=(student,),
        files=(SourceFile(path=file, data=data),),
        digest=hashlib.sha256(data).hexdigest(),
    )
