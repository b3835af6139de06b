"""What becomes of a notebook's cell, statement by statement."""

from __future__ import annotations

from typing import Any

import pytest

from grader.far.child.cell_code import notebook_names, run_cell


def run(
    source: str, names: dict[str, Any] | None = None, *, definitions: bool = False
) -> tuple[dict[str, Any], BaseException | None]:
    names = {"__name__": "work"} if names is None else names
    error = run_cell(source.encode(), "a.ipynb, cell 1", names, definitions=definitions)
    return names, error


def test_what_stands_below_a_line_that_fails_is_run_all_the_same() -> None:
    names, error = run("x = 1\nopen('no such file')\ny = 2\nundefined\nz = 3")
    assert (names["x"], names["y"], names["z"]) == (1, 2, 3)
    assert isinstance(error, FileNotFoundError)


@pytest.mark.parametrize("leave", ["exit()", "raise SystemExit", "raise KeyboardInterrupt"])
def test_a_cell_cannot_leave_the_notebook(leave: str) -> None:
    names, error = run(f"{leave}\ny = 2")
    assert names["y"] == 2
    assert error is not None


@pytest.mark.parametrize("wrong", ["def f(:", "return 1", "x = 1\nbreak"])
def test_of_a_cell_that_is_no_python_nothing_is_run(wrong: str) -> None:
    names: dict[str, Any] = {}
    with pytest.raises(SyntaxError):
        run(f"x = 1\n{wrong}", names)
    assert "x" not in names


def test_a_future_import_holds_for_what_comes_after_it_even_in_other_cells() -> None:
    names, _ = run("from __future__ import annotations\ndef f(x: No) -> Such: ...")
    _, error = run("def g(x: No) -> Such: ...", names)
    assert error is None


def test_with_definitions_no_work_is_done() -> None:
    source = """
import math
from math import pi
RATE, SIZES = 1e-3, [2 * 3, -1]
KIND = float
relu = lambda x: x * (x > 0)
def area(r): return pi * r ** 2
class Layer: pass
trained = area(3)
for i in range(3): pass
if True: hidden = 1
print("no")
"""
    names, error = run(source, definitions=True)
    assert error is None
    assert {"math", "pi", "RATE", "SIZES", "KIND", "relu", "area", "Layer"} <= names.keys()
    assert names.keys().isdisjoint({"trained", "i", "hidden"})


def test_the_main_guard_of_a_cell_is_closed() -> None:
    names, _ = run("if __name__ == '__main__':\n    x = 1")
    assert "x" not in names


def test_what_a_cell_prints_and_displays_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    source = "print('x')\nimport sys\nsys.stderr.write('y')\ndisplay(3)\nget_ipython().system('ls')"
    _, error = run(source, notebook_names())
    assert error is None
    assert capfd.readouterr() == ("", "")
