"""The page of `grader run`: the table of grades, and what needs a person.

Apart from the command, whose `--help` does not wait for rich.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from grader.cli.show.console import Console
from grader.model import Grade, Problem
from grader.reports.filenames import student_of
from grader.reports.text import line
from grader.scoring import headline, points_of


def print_grades(console: Console, grades: Sequence[Grade], index: Path) -> None:
    """Student, points, what went wrong most; and where the pages are."""
    console.print(table_of(grades))
    console.print(f"\nOpen {line(str(index))} for the pages.", soft_wrap=True)


def table_of(grades: Sequence[Grade]) -> Table:
    """A row for every submission, in the order of the class page."""
    several = len({grade.assignment for grade in grades}) > 1
    table = Table(box=None, pad_edge=False, header_style="bold")
    if several:
        table.add_column("assignment", overflow="fold")
    table.add_column("student", overflow="fold")
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("what went wrong most", overflow="fold")
    for grade in sorted(grades, key=lambda grade: (grade.assignment, grade.submission)):
        cells = (student_of(grade), _points(grade), _trouble(grade))
        table.add_row(*map(line, (grade.assignment, *cells) if several else cells))
    return table


def print_problems(
    console: Console, problems: Iterable[Problem], set_aside: Iterable[Grade]
) -> None:
    """A line for each thing that could not be read, and each submission without a grade."""
    for problem in problems:
        _print_problem(console, "not read", problem.path, problem.message)
    for grade in set_aside:
        _print_problem(console, "no grade", grade.submission, grade.infra)


def _print_problem(console: Console, what: str, where: str, why: str) -> None:
    console.print(Text(f"{what:<11}", "bold") + Text(line(f"{where}: {why}")), soft_wrap=True)


def _points(grade: Grade) -> str:
    points = points_of(grade)
    return "none" if points is None else f"{points:.4g} / {grade.max_points:.4g}"


def _trouble(grade: Grade) -> str:
    return "set aside for a person" if points_of(grade) is None else headline(grade)
