"""A warning of NumPy is a note, and never a lost point."""

from __future__ import annotations

from pathlib import Path

from grader.judge.plugin.run_checks import MOST_WARNINGS, warnings_in
from grader.model import Verdict
from tests.courses import make_course
from tests.judge.judging import judge

OVERFLOW = "work.py:3: RuntimeWarning: overflow encountered in exp\n  return np.exp(x)\n"


def test_a_warning_becomes_a_sentence() -> None:
    expected = ('work.py, line 3: NumPy warns of "overflow encountered in exp"',)
    assert warnings_in(OVERFLOW) == expected
    assert warnings_in(f"some text\n/folder/{OVERFLOW}{OVERFLOW}") == expected


def test_other_output_is_no_warning() -> None:
    assert warnings_in("RuntimeWarning: invented\nwork.py:3: UserWarning: of its own\n") == ()


def test_many_warnings_are_a_few_notes() -> None:
    printed = "".join(OVERFLOW.replace("3", str(line)) for line in range(20))
    assert len(warnings_in(printed)) == MOST_WARNINGS


def test_a_submission_that_makes_numpy_warn_keeps_its_points_and_is_told(tmp_path: Path) -> None:
    source = """
        import numpy as np

        def double(x):
            np.exp(np.array([1e4]))
            return 2 * x
    """
    judged = judge(make_course(tmp_path), source)
    assert {result.verdict for result in judged.results} == {Verdict.PASSED}
    assert [result.points for result in judged.results] == [4, 6]
    assert judged.results[0].notes == (
        'work.py, line 5: NumPy warns of "overflow encountered in exp"',
    )
