"""Known mistakes are named; everything else is met with silence.

That the mistakes of the course are named: tests/assignments/test_assignments.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.courses import make_course
from tests.judge.judging import judge

MISTAKES = """
from grader.checks import mistake

@mistake("D-1", of="work.double", hint="Is x doubled, or squared?", source="A book, Doubling")
def double(x):
    return x**2
"""


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("def double(x):\n    return x * x\n", {"D-1"}),
        ("def double(x):\n    return 3 * x\n", set()),
        ("def double(x):\n    return 0 * x\n", set()),
        ("class A:\n    pass\n\ndef double(x):\n    return A()\n", set()),
        ("def double(x):\n    raise TypeError\n", set()),
    ],
)
def test_a_mistake_in_a_sandbox_is_named_in_public_and_hidden_checks(
    tmp_path: Path, source: str, named: set[str]
) -> None:
    course = make_course(tmp_path)
    (tmp_path / "reference" / "a00" / "mistakes.py").write_text(MISTAKES)
    judged = judge(course, source)
    assert {r.diagnosis.mistake for r in judged.results if r.diagnosis} == named
    assert len([r for r in judged.results if r.diagnosis]) == 2 * len(named)


TWO_CHECKS = """
import numpy as np
import pytest
from grader.checks import check_value


@pytest.mark.points(1)
def test_two_rows(student, reference):
    \"\"\"The mean of two rows.\"\"\"
    check_value(student.double, (np.array([[1.5, 2.0, 4.0], [0.5, 1.0, 2.0]]),), reference.double)


@pytest.mark.points(1)
def test_five_rows(student, reference, rng):
    \"\"\"The mean of five rows.\"\"\"
    check_value(student.double, (rng.standard_normal((5, 4)),), reference.double)


@pytest.mark.points(1)
def test_large_rows(student, reference):
    \"\"\"The mean of large numbers.\"\"\"
    check_value(student.double, (np.full((3, 7), 1e200),), reference.double)
"""
MEAN = """
def double(x):
    return x.sum(axis=0) / len(x)
"""
SUM = """
from grader.checks import mistake

@mistake("M-1", of="work.double", hint="Is it the mean?", source="A book, Means")
def double(x):
    return x.sum(axis=0)
"""
OVERFLOWS = "(1e200 * x).sum(axis=0) / 1e200"


@pytest.mark.parametrize(
    ("returned", "named"),
    [
        ("x.sum(axis=0)", {"test_two_rows", "test_five_rows", "test_large_rows"}),
        (OVERFLOWS, {"test_two_rows", "test_five_rows"}),
        ("2 * x.sum(axis=0) / len(x)", set()),
    ],
    ids=["everywhere", "beside another mistake", "a factor that is N only once"],
)
def test_beside_another_mistake_a_mistake_is_named_where_it_fits(
    tmp_path: Path, returned: str, named: set[str]
) -> None:
    course = make_course(tmp_path, checks=TWO_CHECKS, reference=MEAN)
    (tmp_path / "reference" / "a00" / "mistakes.py").write_text(SUM)
    judged = judge(course, f"def double(x):\n    return {returned}\n")
    assert {r.check.id for r in judged.results if r.diagnosis} == named
