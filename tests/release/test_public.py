"""What students get of a check file holds nothing of its hidden checks."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.release.public import hidden_in, public_part

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
    assert public_part(CHECKS, hidden_in(CHECKS)) == SHOWN


def test_a_file_without_hidden_checks_stays() -> None:
    with_words = f'"""Checks of values."""\n\n{SHOWN}'
    assert hidden_in(with_words) == set()
    assert public_part(with_words, {"test_secret"}) == with_words


def test_a_check_with_hidden_cases_counts_as_hidden() -> None:
    case = "pytest.param(2, marks=pytest.mark.hidden)"
    assert hidden_in(f'@pytest.mark.parametrize("n", [1, {case}])\ndef test_f(n): ...') == {
        "test_f"
    }


def test_a_file_of_hidden_checks_goes() -> None:
    assert public_part(CHECKS, {"test_secret", "test_shown"}) == ""


ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("assignments/*/test_*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-2:]))
def test_the_public_part_of_every_check_file_defines_all_it_uses(file: Path) -> None:
    source = file.read_text()
    hidden = hidden_in(source)
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
