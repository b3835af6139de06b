"""What students get of a check file holds nothing of its hidden checks."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from grader.assignments import open_course
from grader.home.reference_recorder import hidden_checks
from grader.release.public import public_part
from tests.courses import make_course

CHECKS = '''"""Checks of values."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from grader.checks import check_gradient, check_value

SIZES = ((7, 3), (11, 5))
SMALL = np.ones(2)


# a shape that shows transpositions
def random_rows(rng, n):
    return rng.standard_normal((n, 3))


@pytest.mark.points(2)
def test_shown(student, reference):
    """Shown."""
    check_value(student.f, (SMALL,), reference.f)


# hidden: the sizes differ on purpose
@pytest.mark.points(3)
@pytest.mark.hidden
def test_secret(student, reference, rng):
    """Hidden."""
    for n, k in itertools.product(SIZES, SIZES):
        check_gradient(student.f, (random_rows(rng, n),), reference=reference.f)
'''

SHOWN = '''from __future__ import annotations

import numpy as np
import pytest

from grader.checks import check_value

SMALL = np.ones(2)


@pytest.mark.points(2)
def test_shown(student, reference):
    """Shown."""
    check_value(student.f, (SMALL,), reference.f)
'''


def test_a_hidden_check_goes_with_all_that_only_it_needs_and_the_words_on_top() -> None:
    assert public_part(CHECKS, {"test_secret"}) == SHOWN


def test_a_file_without_hidden_checks_stays() -> None:
    with_words = f'"""Checks of values."""\n\n{SHOWN}'
    assert public_part(with_words, {"test_secret"}) == with_words


HIDING = {
    "a decorator": "@pytest.mark.hidden\n@pytest.mark.points(1)",
    "another name for it": "secret = pytest.mark.hidden\n\n\n@secret\n@pytest.mark.points(1)",
    "the whole file": "pytestmark = [pytest.mark.hidden]\n\n\n@pytest.mark.points(1)",
    "one case": '@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.hidden)])\n'
    "@pytest.mark.points(1)",
}


@pytest.mark.parametrize("marks", HIDING.values(), ids=HIDING)
def test_a_check_is_hidden_however_it_says_so(tmp_path: Path, marks: str) -> None:
    arguments = "student, n" if "parametrize" in marks else "student"
    checks = f'import pytest\n\n{marks}\ndef test_f({arguments}):\n    """F."""\n'
    found = make_course(tmp_path, checks=checks).assignment("a00")
    assert hidden_checks(found) == {"test_f"}


def test_a_file_of_hidden_checks_goes() -> None:
    assert public_part(CHECKS, {"test_secret", "test_shown"}) == ""


ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("assignments/*/test_*.py"))


@cache
def hidden_of(assignment: str) -> frozenset[str]:
    return hidden_checks(open_course(ROOT).assignment(assignment))


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-2:]))
def test_the_public_part_of_every_check_file_defines_all_it_uses(file: Path) -> None:
    source = file.read_text()
    hidden = hidden_of(file.parent.name)
    public = public_part(source, hidden)
    for name in hidden:
        assert f"def {name}(" not in public
    defined_before = {name for node in ast.parse(source).body for name in _top(node)}
    defined = {name for node in ast.parse(public).body for name in _top(node)}
    used = {node.id for node in ast.walk(ast.parse(public)) if isinstance(node, ast.Name)}
    assert used & defined_before <= defined


def _top(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    return set()
