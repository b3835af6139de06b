"""A starter as a notebook: nothing lost, one function a cell."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from grader.assignments import open_course
from grader.release.notebook_starter import notebook_of, split

COURSE = open_course(Path(__file__).parents[2])
SOURCE = '''"""About the part."""

import numpy as np

LIMIT = 3


# why f is as it is
def f(x):
    """F."""
    raise NotImplementedError


class M:
    """M."""


ANSWERS = {}
'''


def test_a_file_is_split_into_one_function_or_class_a_piece() -> None:
    about, pieces = split(SOURCE)
    assert about == "About the part."
    assert [name for name, _ in pieces] == ["", "f", "M", ""]
    assert pieces[0][1] == "import numpy as np\n\nLIMIT = 3"
    assert pieces[1][1].startswith("# why f is as it is\ndef f(x):")


@pytest.mark.parametrize("assignment", COURSE.ids)
def test_the_notebook_of_an_assignment_holds_its_starters_and_its_handout(assignment: str) -> None:
    found = COURSE.assignment(assignment)
    parts = found.settings.parts
    starters = {part.name: (found.starter / part.file).read_text() for part in parts}
    handout = (found.folder / "README.md").read_text()
    text = notebook_of(handout, starters, parts)
    cells = nbformat.reads(text, as_version=4).cells
    assert cells[0].source == handout.strip()
    for part in parts:
        code = [c.source for c in cells if c.metadata.get("grader") == {"part": part.name}]
        assert code == [piece for _, piece in split(starters[part.name])[1]]
        for function in part.functions:
            assert f"%grader {part.name}.{function}" in [cell.source for cell in cells]
    assert text == notebook_of(handout, starters, parts)
