"""Which mentions of a suspect function are seen, and that nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge.worker.suspects import suspect_uses
from grader.model import SourceFile

SUSPECTS = ("numpy.polyfit", "numpy.linalg.lstsq")


def uses(text: str, path: str = "work.py") -> tuple[str, ...]:
    return suspect_uses((SourceFile(path=path, data=text.encode()),), SUSPECTS)


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\nfit = np.polyfit(x, y, 1)",
        "import numpy\nfit = numpy.polyfit",
        "from numpy import polyfit\npolyfit(x, y, 1)",
        "from numpy import polyfit as fit\nfit(x, y, 1)",
        "from numpy import *\npolyfit(x, y, 1)",
        "import numpy as np\ngetattr(np, 'polyfit')(x, y, 1)",
        "import numpy as np\n(lambda: [np.polyfit])()",
        "import numpy as np\npattern, fit = '\\d', np.polyfit",
    ],
)
def test_a_suspect_is_seen_however_it_was_imported(text: str) -> None:
    assert uses(text) == ("work.py, line 2 mentions numpy.polyfit",)


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\nnp.linalg.lstsq(A, b)",
        "import numpy.linalg as la\nla.lstsq(A, b)",
        "import numpy.linalg\nnumpy.linalg.lstsq(A, b)",
        "from numpy import linalg\nlinalg.lstsq(A, b)",
        "from numpy.linalg import lstsq\nlstsq(A, b)",
        "import numpy as np\ngetattr(np.linalg, 'lstsq')",
        "import numpy as np\ngetattr(np, 'linalg').lstsq",
        "import numpy as np\ngetattr(getattr(np, 'linalg'), 'lstsq')",
    ],
)
def test_a_suspect_in_a_module_of_a_package_is_seen(text: str) -> None:
    assert uses(text) == ("work.py, line 2 mentions numpy.linalg.lstsq",)


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\nnp.polyfits(x)",
        "def polyfit(x, y):\n    return 1\npolyfit(1, 2)",
        "import mine as np\nnp.polyfit(x)",
        "# np.polyfit\nimport numpy as np\n'np.polyfit'",
        "import numpy as np\nnp.linalg.norm(x)",
        "import numpy as np\ngetattr(np, name)",
        "from . import polyfit\npolyfit()",
        "def broken(:",
        "x = '\0'",
    ],
)
def test_nothing_else_is_a_suspect(text: str) -> None:
    assert uses(text) == ()


def test_every_place_is_named_once_and_in_order() -> None:
    text = "import numpy as np\nnp.polyfit(np.polyfit)\nnp.linalg.lstsq\nnp.polyfit"
    assert uses(text) == (
        "work.py, line 2 mentions numpy.polyfit",
        "work.py, line 3 mentions numpy.linalg.lstsq",
        "work.py, line 4 mentions numpy.polyfit",
    )


def test_only_python_is_read() -> None:
    assert uses("import numpy\nnumpy.polyfit", path="notes.txt") == ()


@pytest.mark.parametrize(
    "text",
    ["(" * 100_000, "x = " + "-" * 100_000 + "1", "a" + ".b" * 3_000, "getattr(" * 150 + ")" * 150],
)
def test_a_file_that_nests_without_end_is_survived(text: str) -> None:
    assert uses(text) == ()


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_stands_in_a_file_is_survived(data: bytes) -> None:
    suspect_uses((SourceFile(path="work.py", data=data),), SUSPECTS)


def test_a_cell_knows_what_another_cell_of_the_notebook_imported() -> None:
    cells = (
        SourceFile(path="a.ipynb, cell 1", data=b"import numpy as np", cell_of=("work",)),
        SourceFile(path="a.ipynb, cell 2", data=b"fit = (", cell_of=("work",)),
        SourceFile(path="a.ipynb, cell 3", data=b"\nfit = np.polyfit", cell_of=("work",)),
    )
    assert suspect_uses(cells, SUSPECTS) == ("a.ipynb, cell 3, line 2 mentions numpy.polyfit",)
