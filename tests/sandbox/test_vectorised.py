"""Loops and array operations are told apart by CPU seconds counted beyond the wire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.checks.vectorised import RATIO
from grader.executors.slots import SlotPool
from grader.judge.worker.client import JudgeTemplate
from grader.model import CheckResult, SourceFile, Verdict
from grader.sandbox.backends import sandbox
from tests.courses import make_course

pytestmark = pytest.mark.alone

PATIENCE = 60.0
CHECKS = """
import pytest

from grader.checks import check_vectorised


@pytest.mark.points(10)
def test_double_is_vectorised(student, reference, rng):
    "double works on whole arrays."
    check_vectorised(student.double, (rng.standard_normal((2000, 5)),))
"""
WHOLE = """
import numpy as np

def double(z):
    exp = np.exp(z - z.max(axis=1, keepdims=True))
    return exp / exp.sum(axis=1, keepdims=True)
"""
ROWS = """
import numpy as np

def double(z):
    out = np.empty_like(z)
    for i, row in enumerate(z):
        exp = np.exp(row - row.max())
        out[i] = exp / exp.sum()
    return out
"""


class Class:
    """One assignment with a check of speed, and a slot."""

    def __init__(self, folder: Path) -> None:
        course = make_course(folder, checks=CHECKS, reference=WHOLE)
        self._spec = course.assignment("a00").settings.spec
        self._template = JudgeTemplate(course.root, "a00", b"s" * 32)
        self._template.prepared()
        self._pool = SlotPool(sandbox("auto"))

    def grade(self, source: str) -> CheckResult:
        """Judge a submission."""
        files = (SourceFile(path="work.py", data=source.encode()),)
        with self._pool.lend(self._spec) as slot:
            (result,) = self._template.judge(files, slot.session.sock, PATIENCE).results
        return result

    def close(self) -> None:
        """End judge and slot."""
        self._pool.close()
        self._template.close()


@pytest.fixture
def students(tmp_path: Path) -> Iterator[Class]:
    found = Class(tmp_path / "course")
    yield found
    found.close()


def test_array_operations_pass(students: Class) -> None:
    result = students.grade(WHOLE)
    assert result.verdict is Verdict.PASSED, result.message


def test_a_loop_over_rows_fails(students: Class) -> None:
    result = students.grade(ROWS)
    assert result.verdict is Verdict.FAILED
    (evidence,) = result.evidence
    assert evidence.summary == "double handles the rows one by one."
    assert float(evidence.got) < RATIO / 2
