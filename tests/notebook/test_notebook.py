"""The commands inside a notebook, in a real IPython shell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import grader
from grader.notebook.checking import CheckOutput, Refusal
from tests.courses import make_course

PARTS = ("work", "again")


Shell: Any = InteractiveShell
"""Its methods have no types."""


def shell_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(folder)
    shell = Shell.instance()
    shell.run_cell("%load_ext grader")
    return shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A shell in the folder of an assignment, with the extension loaded."""
    course = make_course(tmp_path)
    yield shell_in(course.root / "assignments" / "a00", monkeypatch)
    Shell.clear_instance()


def said(shell: Any, cell: str) -> CheckOutput | Refusal:
    result = shell.run_cell(cell, store_history=True)
    result.raise_error()
    assert isinstance(result.result, CheckOutput | Refusal)
    return result.result


def test_a_right_function_is_right(shell: Any) -> None:
    shell.run_cell("def double(x):\n    return 2 * x", store_history=True)
    outcome = said(shell, "%grader double")
    assert "✓ double: right" in repr(outcome)
    assert "4 of 4 points" in repr(outcome)


def test_a_wrong_function_shows_what_is_wrong_as_html(shell: Any) -> None:
    shell.run_cell("def double(x):\n    return 3 * x", store_history=True)
    outcome = said(shell, "import grader\ngrader.check('double')")
    assert isinstance(outcome, CheckOutput)
    html = outcome._repr_html_()
    assert "double returns twice its argument." in html
    assert "wrong values" in html
    assert "<script" not in html
    assert "<style" not in html


def test_a_repaired_function_counts_at_once(shell: Any) -> None:
    shell.run_cell("def double(x):\n    return 3 * x", store_history=True)
    assert "✗" in repr(said(shell, "%grader"))
    shell.run_cell("def double(x):\n    return 2 * x", store_history=True)
    assert "✓" in repr(said(shell, "%grader"))


def test_a_function_that_is_not_there_is_not_written_yet(shell: Any) -> None:
    assert "○ double: not written yet" in repr(said(shell, "%grader double"))


def test_an_exception_shows_the_line_of_the_cell(shell: Any) -> None:
    shell.run_cell("def double(x):\n    return x / y", store_history=True)
    outcome = said(shell, "%grader double")
    assert isinstance(outcome, CheckOutput)
    assert "NameError" in outcome._repr_html_()
    assert "return x / y" in outcome._repr_html_()
    assert "In [1]" in outcome._repr_html_()


def test_variables_of_the_notebook_are_left_alone(shell: Any) -> None:
    shell.run_cell("import numpy as np\nx = np.ones(2)\nnp.random.seed(1)", store_history=True)
    shell.run_cell("def double(x):\n    return 2 * x", store_history=True)
    before = set(shell.user_ns)
    said(shell, "%grader double")
    assert {name for name in set(shell.user_ns) - before if not name.startswith("_")} == set()
    assert shell.user_ns["x"].tolist() == [1.0, 1.0]


def test_what_makes_no_sense_is_one_sentence_and_no_traceback(
    shell: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "has no function 'doble'" in repr(said(shell, "%grader doble"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "grader.toml").unlink()
    monkeypatch.chdir(elsewhere)
    assert "there are no checks for" in repr(said(shell, "%grader double"))


def test_a_function_of_several_parts_needs_its_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = '''
import pytest
from grader.checks import check_value

@pytest.mark.points(1)
def test_work(student, reference):
    """Work."""
    check_value(student.work.double, (3.0,), reference.work.double)

@pytest.mark.points(1)
def test_again(student, reference):
    """Again."""
    check_value(student.again.double, (4.0,), reference.again.double)
'''
    course = make_course(tmp_path, checks=checks, parts=PARTS)
    shell = shell_in(course.root / "assignments" / "a00", monkeypatch)
    try:
        shell.run_cell("def double(x):\n    return 2 * x", store_history=True)
        assert "Say which one: work.double, again.double." in repr(said(shell, "%grader double"))
        assert "✓ again.double: right" in repr(said(shell, "%grader again.double"))
    finally:
        Shell.clear_instance()


def test_outside_of_a_notebook_check_says_what_to_do() -> None:
    assert "In a terminal: grader check" in repr(grader.check("double"))
