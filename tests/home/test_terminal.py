"""What `grader check` prints fits the terminal, its colours and its characters."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from grader.assignments import open_course
from grader.cli.show.curves import MOST_COLUMNS, ROWS, drawn
from grader.evidence import Curve
from grader.reports.plot import plot
from tests.home.released import release
from tests.home.terminal import on_screen, piped

ROOT = Path(__file__).parents[2]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
COLOUR = re.compile(r"\x1b\[([0-9]+;)*3[0-9]m")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An unpacked release with the work of ben, who has made some mistakes."""
    mine = release(open_course(ROOT), tmp_path_factory.mktemp("mine") / "a03", "a03_losses")
    shutil.copytree(
        ROOT / "examples" / "submissions" / "a03_losses" / "ben", mine, dirs_exist_ok=True
    )
    return mine


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_80_columns(columns: int, folder: Path) -> None:
    output = ESCAPE.sub("", on_screen("check", folder=folder, columns=columns))
    widest = max(map(len, output.splitlines()))
    assert widest <= min(columns, 80)
    assert widest > 50


def test_a_long_call_is_folded_between_its_arguments(folder: Path) -> None:
    output = ESCAPE.sub("", on_screen("check", "softmax_loss", folder=folder))
    assert (
        "  try it     softmax_loss(np.array([[3.2, 0.8, 0.0], [0.0, 0.0, 0.0]]),\n"
        "             np.array([0, 2]))\n"
    ) in output


def test_a_matrix_keeps_its_columns(folder: Path) -> None:
    output = ESCAPE.sub("", on_screen("check", "softmax_loss", folder=folder, columns=60))
    assert (
        "    [[-0.058101,  0.040088,  0.018013],\n     [ 0.166667,  0.166667, -0.333333]]" in output
    )


def test_right_is_green_and_wrong_is_red(folder: Path) -> None:
    output = on_screen("check", folder=folder)
    assert "\x1b[32m✓ " in output
    assert "\x1b[31m✗ " in output


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colours_where_they_are_not_wanted(variables: dict[str, str], folder: Path) -> None:
    output = on_screen("check", folder=folder, variables=variables)
    assert not COLOUR.search(output)
    assert "✗ losses.softmax_loss" in ESCAPE.sub("", output)


def test_a_code_page_without_our_signs_gets_others(folder: Path) -> None:
    variables = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    output = piped("check", folder=folder, variables=variables).stdout.decode("cp1252")
    assert "  + losses.softmax " in output
    assert "  x losses.softmax_loss " in output
    assert "\\u" not in output


def test_text_that_a_code_page_does_not_have_ends_nothing(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(folder, mine)
    (mine / "information.py").write_text("def entropy(p, *_):\n    print('☃')\n", "utf-8")
    variables = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ended = piped("check", "entropy", folder=mine, variables=variables)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert rb"\u2603" in ended.stdout


# --- curves -----------------------------------------------------------------------------------


def test_a_curve_falls_from_the_highest_value_to_the_lowest() -> None:
    laid_out = plot([Curve(label="yours", values=(3.0, 2.0, 1.0, 0.5))])
    assert laid_out is not None
    *rows, axis, names = drawn(laid_out, 80)
    assert len(rows) == ROWS
    assert rows[0].startswith("  3 |o")
    assert rows[-1].startswith("0.5 |")
    assert rows[-1].endswith("o")
    assert axis.endswith("+" + "-" * MOST_COLUMNS)
    assert "o yours   (4 steps)" in names
