"""The table at the end of a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.model import Grade, Problem
from grader.scoring import headline, points_of


def print_summary(grades: Sequence[Grade], index: Path) -> None:
    """Student, points, what went wrong most; and where the pages are."""
    console = Console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("assignment")
    table.add_column("student")
    table.add_column("points", justify="right")
    table.add_column("what went wrong most", overflow="fold")
    for grade in sorted(grades, key=lambda grade: (grade.assignment, grade.submission)):
        student = grade.submission.removeprefix(f"{grade.assignment}/")
        cells = (grade.assignment, student, _points(grade), headline(grade))
        table.add_row(*(escape(_printable(cell)) for cell in cells))
    console.print(table)
    console.print(f"\nOpen [bold]{escape(str(index))}[/bold] for the pages.", soft_wrap=True)


def print_problems(problems: Sequence[Problem]) -> None:
    """One line for each thing that could not be read."""
    console = Console(stderr=True)
    for problem in problems:
        line = _printable(f"{problem.path}: {problem.message}")
        console.print(f"[bold]not graded[/bold]  {escape(line)}", soft_wrap=True, highlight=False)


def _points(grade: Grade) -> str:
    points = points_of(grade)
    return "—" if points is None else f"{points:.4g} / {grade.max_points:.4g}"


def _printable(text: str) -> str:
    """File names may hold control characters that a terminal would obey."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
