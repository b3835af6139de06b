"""A known mistake as a submission: in the place of the right function, for all who call it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from grader.far.child.loading import Shelf
from grader.model import SourceFile
from grader.validate.mistake_submission import MODULE, unregistered, with_mistake

REFERENCE = (
    SourceFile(
        path="other.py", data=b"import work\n\ndef six(x):\n    return 3 * work.double(x)\n"
    ),
    SourceFile(
        path="work.py",
        data=b"def double(x):\n    return 2 * x\n\ndef four(x):\n    return double(double(x))",
    ),
)
MISTAKES = '''"""Wrong versions."""

from __future__ import annotations

import grader.checks
import math, grader.model
from grader.checks import mistake
from grader.checks.mistake_registry import mistake as known


def four(x):
    """Four plus x: a name that the part uses as well."""
    return math.sqrt(16) + x


@mistake("D-01", of="work.double", hint="...", source="...")
def thrice(x):
    return four(x) * 0 + 3 * x


@grader.checks.mistake("D-02", of="work.double", hint="...", source="...")
@staticmethod
def kept(x):
    return x
'''


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """Loads a submission as a sandbox would."""
    found, before = Shelf(), dict(sys.modules)
    dont_write = sys.dont_write_bytecode
    yield found
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not found]
    sys.dont_write_bytecode = dont_write
    for name in sys.modules.keys() - before.keys():
        del sys.modules[name]


def loaded(shelf: Shelf, files: tuple[SourceFile, ...], part: str) -> ModuleType:
    if not shelf.files:
        shelf.stock({file.path: file.data for file in files}, None)
    return shelf.part(part, f"{part}.py")


def test_the_other_functions_of_the_part_call_the_wrong_version(shelf: Shelf) -> None:
    files = with_mistake(REFERENCE, "work.py", "double", "thrice", MISTAKES)
    assert loaded(shelf, files, "work").double(1) == 3
    assert loaded(shelf, files, "work").four(1) == 9


def test_so_do_the_other_parts(shelf: Shelf) -> None:
    files = with_mistake(REFERENCE, "work.py", "double", "thrice", MISTAKES)
    assert loaded(shelf, files, "other").six(1) == 9


def test_a_submission_needs_no_grader(shelf: Shelf) -> None:
    files = with_mistake(REFERENCE, "work.py", "double", "thrice", MISTAKES)
    assert {file.path for file in files} == {"other.py", "work.py", f"{MODULE}.py"}
    assert not any(b"grader" in file.data for file in files)


def test_only_what_registers_is_taken_away() -> None:
    text = unregistered(MISTAKES)
    assert "import math" in text
    assert "@staticmethod" in text
    assert "D-01" not in text
    assert "D-02" not in text
