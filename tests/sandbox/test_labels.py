"""Labels that a submission has memorised are worth nothing: classes get other names each time.

The labels stay in the judge; training data go in under class names that a secret permutation chose.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.executors.slots import SlotPool
from grader.judge.worker.client import JudgeTemplate
from grader.model import CheckResult, SourceFile
from grader.sandbox.backends import sandbox
from tests.courses import make_course
from tests.sandbox.arena import said

PATIENCE = 60.0
DATA = """
import numpy as np


def drawn(seed, rows):
    generator = np.random.default_rng(seed)
    labels = generator.integers(8, size=rows)
    return 10 * np.eye(8)[labels] + generator.standard_normal((rows, 8)), labels
"""
CHECKS = f"""
import pytest

from grader.checks import check_accuracy
{DATA}

@pytest.mark.points(10)
@pytest.mark.hidden
def test_accuracy(student, reference, rng):
    "double finds nine labels of ten."
    (x, labels), (rows, wanted) = drawn(0, 200), drawn(1, 200)
    names = rng.permutation(8)

    def predict(asked):
        return student.double((x, names[labels], asked))

    check_accuracy(predict, rows, names[wanted], at_least=0.9, rng=rng, what="double")
"""
LEARNS = """
import numpy as np

def double(task):
    x, labels, rows = task
    centres = np.stack([x[labels == label].mean(axis=0) for label in range(8)])
    return np.argmin(((rows[:, None] - centres) ** 2).sum(axis=2), axis=1)
"""
REMEMBERS = f"""
{DATA}

def double(task):
    known = {{row.tobytes(): label for row, label in zip(*drawn(1, 200))}}
    return np.array([known[row.tobytes()] for row in task[2]])
"""


class Class:
    """One assignment with labels, and a slot."""

    def __init__(self, folder: Path) -> None:
        course = make_course(folder, checks=CHECKS, reference=LEARNS)
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


def test_labels_that_were_memorised_score_no_better_than_chance(students: Class) -> None:
    result = students.grade(REMEMBERS)
    assert (said(result), result.points) == ("FAILED", 0)
    (evidence,) = result.evidence
    assert float(evidence.got) < 0.5


def test_labels_that_were_learned_earn_everything(students: Class) -> None:
    result = students.grade(LEARNS)
    assert (said(result), result.points) == ("PASSED", 10), result.message
