"""The line that is named when a file takes too long to read."""

from __future__ import annotations

import pytest

from grader.judge.children.parts import work_at_the_top


def test_the_first_loop_outside_of_functions_is_named() -> None:
    source = (
        b"import numpy as np\nx = np.zeros(3)\ndef f():\n    while True: ...\nfor i in x:\n  f()\n"
    )
    assert "line 5, `for i in x:`, runs whenever the file is read" in work_at_the_top(source)


def test_without_a_loop_the_first_call_is_named() -> None:
    assert "line 3, `history = train()`" in work_at_the_top(
        b"def train(): ...\n\nhistory = train()\n"
    )


@pytest.mark.parametrize(
    "source",
    [
        b"import numpy\ndef f():\n    return 1\n",
        b"def f(:",
        b"if __name__ == '__main__':\n    train()\n",
    ],
)
def test_where_no_line_stands_out_nothing_is_said(source: bytes) -> None:
    assert work_at_the_top(source) == ""
