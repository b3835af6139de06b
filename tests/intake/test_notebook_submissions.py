"""Notebooks among what students hand in: alone, in folders and archives, beside Python files."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from grader.intake import discover
from grader.model import Submission
from tests.intake.course import ASSIGNMENTS, DELTA, SOFTMAX, XOR
from tests.intake.packing import write

UNWRITTEN = b'def softmax(z):\n    """Rows."""\n    raise NotImplementedError\n'


def notebook(*sources: bytes) -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "source": text.decode()} for text in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def only(submissions: Path) -> Submission:
    found = discover(submissions, ASSIGNMENTS)
    assert found.problems == ()
    (submission,) = found.submissions
    return submission


def test_a_notebook_is_handed_on_cell_by_cell(submissions: Path) -> None:
    write(submissions, {"losses/alice.ipynb": notebook(b"import numpy as np", SOFTMAX)})
    found = only(submissions)
    assert found.id == "losses/alice"
    assert [(file.path, file.data, file.cell_of) for file in found.files] == [
        ("alice.ipynb, cell 1", b"import numpy as np", ("losses",)),
        ("alice.ipynb, cell 2", SOFTMAX, ("losses",)),
    ]


def test_cells_stay_in_their_order(submissions: Path) -> None:
    cells = [f"x = {n}".encode() for n in range(12)]
    write(submissions, {"losses/alice.ipynb": notebook(*cells)})
    assert [file.data for file in only(submissions).files] == cells


def test_one_notebook_may_hold_every_part(submissions: Path) -> None:
    write(submissions, {"neuron/alice/work.ipynb": notebook(b"import math", XOR, DELTA)})
    cells = {file.path: file.cell_of for file in only(submissions).files}
    assert cells["work.ipynb, cell 1"] == ("xor", "delta")
    assert cells["work.ipynb, cell 2"] == ("xor",)


def test_a_part_that_is_still_the_starter_is_taken_from_the_notebook(submissions: Path) -> None:
    files = {"losses/alice/losses.py": UNWRITTEN, "losses/alice/losses.ipynb": notebook(SOFTMAX)}
    write(submissions, files)
    found = only(submissions)
    assert [file.data for file in found.files] == [SOFTMAX]
    assert found.notes == ("losses.py is as it was handed out; losses.ipynb counts",)


def test_where_neither_is_written_the_file_counts(submissions: Path) -> None:
    answered = UNWRITTEN + b'ANSWERS = {"q1": "b"}\n'
    files = {
        "losses/alice/losses.py": answered,
        "losses/alice/losses.ipynb": notebook(b"import numpy as np", UNWRITTEN),
    }
    write(submissions, files)
    assert [file.data for file in only(submissions).files] == [answered]


def test_a_written_part_counts_and_the_notebook_does_not(submissions: Path) -> None:
    files = {"losses/alice/losses.py": SOFTMAX, "losses/alice/plots.ipynb": notebook(b"x = 1")}
    write(submissions, files)
    found = only(submissions)
    assert [file.path for file in found.files] == ["losses.py"]
    assert found.notes == ("plots.ipynb was not read: the .py files count",)


def test_of_several_notebooks_the_one_named_after_the_assignment_counts(submissions: Path) -> None:
    files = {
        "losses/alice/Losses (1).ipynb": notebook(SOFTMAX),
        "losses/alice/scratch.ipynb": notebook(b"x = 1"),
    }
    write(submissions, files)
    assert [file.data for file in only(submissions).files] == [SOFTMAX]


def test_several_notebooks_that_could_be_meant_are_refused(submissions: Path) -> None:
    files = {
        "losses/alice/a.ipynb": notebook(SOFTMAX),
        "losses/alice/b.ipynb": notebook(SOFTMAX),
    }
    write(submissions, files)
    (problem,) = discover(submissions, ASSIGNMENTS).problems
    assert problem.message == "holds several notebooks (a.ipynb, b.ipynb); keep one"


def test_a_broken_notebook_is_a_problem_that_says_so(submissions: Path) -> None:
    write(submissions, {"losses/alice.ipynb": b'{"cells": ['})
    (problem,) = discover(submissions, ASSIGNMENTS).problems
    assert problem.message.startswith("is no notebook: it is not valid JSON")


def test_a_notebook_in_an_archive_is_read(submissions: Path) -> None:
    (submissions / "losses").mkdir()
    with zipfile.ZipFile(submissions / "losses" / "alice.zip", "w") as archive:
        archive.writestr("work/losses.ipynb", notebook(SOFTMAX))
    assert [file.data for file in only(submissions).files] == [SOFTMAX]
