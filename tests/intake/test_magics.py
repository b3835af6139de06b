"""What only IPython understands leaves a cell; Python stays as it is, line for line."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.magics import python_of


@pytest.mark.parametrize(
    ("cell", "python", "left_out"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1", ()),
        ("import numpy as np\n!pip install torch", "import numpy as np\npass", ("a shell line",)),
        ("files = !ls\nx = 1", "files = None\nx = 1", ("a shell line",)),
        ("t = %timeit -o f(1)", "t = None", ("%timeit",)),
        ("%time x = f(1)", "x = f(1)", ()),
        ("if True:\n    %run other.py", "if True:\n    pass", ("%run",)),
        ("np.dot?\nx = 1", "pass\nx = 1", ()),
        ("??f", "pass", ()),
        ("%%time\nx = 1", "\nx = 1", ()),
        ("%%bash\nrm -rf /", "", ("%%bash",)),
        ("%%writefile helper.py\nx = 1", "", ("%%writefile",)),
    ],
)
def test_magics_and_shell_lines(cell: str, python: str, left_out: tuple[str, ...]) -> None:
    assert python_of(cell) == (python, left_out)


@pytest.mark.parametrize(
    "cell",
    [
        "x = 7\n% 3",  # a syntax error in IPython, too, unless it is a magic called 3
        'text = """\n%matplotlib inline\n!ls\n"""',
        "y = (x\n     % 3)",
        "def f(:",
        "",
        "# !ls",
    ],
)
def test_python_is_left_alone_even_when_it_is_wrong(cell: str) -> None:
    assert python_of(cell) == (cell, ())


@given(st.text(max_size=80))
def test_any_text_keeps_its_number_of_lines_or_goes_away(text: str) -> None:
    python, left_out = python_of(text)
    assert python == "" or python.count("\n") == text.count("\n")
    assert all(isinstance(word, str) for word in left_out)


@given(
    st.lists(
        st.sampled_from(
            ["x = 1", "%matplotlib inline", "!ls", "f?", "y = %pwd", "if x:", "    pass"]
        ),
        max_size=8,
    )
)
def test_what_comes_back_is_python_wherever_the_rest_is(lines: list[str]) -> None:
    ours = [line for line in lines if line in ("x = 1", "if x:", "    pass")]
    others = [line if line in ours else "pass" for line in lines]
    try:
        ast.parse("\n".join(others))
    except SyntaxError:
        return
    ast.parse(python_of("\n".join(lines))[0])


@pytest.mark.parametrize("language", ["md", "sql", "sh", "fs", "r", "scala"])
def test_a_cell_of_databricks_in_another_language_goes_away_whole(language: str) -> None:
    assert python_of(f"%{language}\n# some *text*\nselect 1") == ("", (f"%{language}",))
