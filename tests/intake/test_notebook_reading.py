"""Notebooks as they come back from students: every version, every platform, every accident."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.notebook_reading import NoNotebook, read_notebook
from grader.model import Part

LOSSES = Part(name="losses", file="losses.py", functions=("mse", "softmax"))
XOR = Part(name="xor", file="xor.py", functions=("layer1", "xor"))
DELTA = Part(name="delta", file="delta.py", functions=("layer1", "delta"))


def code(source: str | list[str], **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def notebook(*cells: dict[str, Any], **fields: Any) -> bytes:
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells} | fields
    ).encode()


def parts_of(data: bytes, *parts: Part) -> list[str]:
    return [cell.part for cell in read_notebook(data, parts).cells]


def test_all_cells_belong_to_the_only_part() -> None:
    found = read_notebook(
        notebook(code("import numpy as np"), code(["x = 1\n", "y = 2"])), [LOSSES]
    )
    assert [(c.number, c.part, c.source) for c in found.cells] == [
        (1, "losses", "import numpy as np"),
        (2, "losses", "x = 1\ny = 2"),
    ]


def test_sections_are_found_by_their_headings() -> None:
    data = notebook(
        markdown("# Handout"),
        code("import numpy as np"),
        markdown("# Part 1: `xor.py`"),
        code("def layer1(): ..."),
        markdown("# Part 2: `delta.py`"),
        code("def layer1(): ..."),
    )
    assert parts_of(data, XOR, DELTA) == ["", "xor", "delta"]


def test_metadata_finds_the_part_of_a_cell_that_was_moved() -> None:
    data = notebook(
        markdown("# Part 1: `xor.py`"),
        code("def layer1(): ...", grader={"part": "delta"}),
        code("def layer1(): ...", grader={"part": "xor"}),
    )
    assert parts_of(data, XOR, DELTA) == ["delta", "xor"]


def test_without_sections_and_metadata_a_function_of_one_part_alone_tells() -> None:
    data = notebook(code("import numpy"), code("def xor(): ..."), code("def delta(): ..."))
    assert parts_of(data, XOR, DELTA) == ["", "xor", "delta"]


def test_a_function_defined_twice_is_said() -> None:
    found = read_notebook(
        notebook(code("def mse(): ..."), code("x = 1"), code("def mse(): return 1")), [LOSSES]
    )
    assert found.notes == ("mse is defined in code cells 1, 3; the last one counts",)


def test_what_was_left_out_is_said_with_its_cell() -> None:
    found = read_notebook(notebook(code("x = 1"), code("!pip install torch\n%cd ..")), [LOSSES])
    assert found.notes == ("in code cell 2, a shell line and %cd were left out",)


def test_a_version_3_notebook_is_read() -> None:
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "metadata": {},
                "cells": [
                    {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["xor.py"]},
                    {
                        "cell_type": "code",
                        "collapsed": False,
                        "input": ["def xor():\n", "    return 1"],
                        "language": "python",
                        "metadata": {},
                        "outputs": [],
                        "prompt_number": 1,
                    },
                ],
            }
        ],
    }
    found = read_notebook(json.dumps(old).encode(), [XOR, DELTA])
    assert [(cell.part, cell.source) for cell in found.cells] == [
        ("xor", "def xor():\n    return 1")
    ]


def test_metadata_of_colab_and_databricks_does_no_harm() -> None:
    colab = notebook(
        code("x = 1", id="aBc", colab={"base_uri": "https://localhost/"}, outputId="1"),
        metadata={"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"},
    )
    bricks = notebook(
        code("x = 1", **{"application/vnd.databricks.v1+cell": {"title": "", "inputWidgets": {}}}),
        metadata={"application/vnd.databricks.v1+notebook": {"language": "python"}},
        nbformat_minor=0,
    )
    for data in (colab, bricks):
        assert parts_of(data, LOSSES) == ["losses"]


def test_huge_outputs_are_not_looked_at() -> None:
    cell = code("x = 1") | {
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * 3_000_000}]
    }
    assert parts_of(notebook(cell), LOSSES) == ["losses"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"cells": [', "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[1, 2]", "no object"),
        (b'{"nbformat": 4}', "no cells"),
        (b'{"cells": [3]}', "no objects"),
        (notebook(markdown("only text")), "no code cell"),
    ],
)
def test_what_is_no_notebook_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NoNotebook, match=reason):
        read_notebook(data, [LOSSES])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "cell_type", "source", "metadata", "grader", "nbformat"]),
            inner,
            max_size=4,
        )
    ),
)


@given(JSON)
def test_any_json_is_a_notebook_or_refused(value: object) -> None:
    with suppress(NoNotebook):
        assert read_notebook(json.dumps(value).encode(), [XOR, DELTA]).cells


def test_without_sections_a_shared_function_goes_to_the_part_that_lacks_it() -> None:
    cells = [
        code("import numpy as np"),
        code("def layer1(): ..."),
        code("def helper(): ..."),
        code("def xor(): ..."),
        code("def layer1(): ..."),
        code("def delta(): ..."),
        code("def layer1(): ..."),
    ]
    assert parts_of(notebook(*cells), XOR, DELTA) == [
        "", "xor", "", "xor", "delta", "delta", "delta",
    ]  # fmt: skip
