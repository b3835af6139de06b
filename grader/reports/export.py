"""Grades for other programs: a table for a spreadsheet or LMS, and everything as JSON. Pure.

Both are for staff. Their columns and fields are documented in `docs/results.md`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import msgspec

from grader.model import Grade, Problem, Record
from grader.reports import text, wording
from grader.reports.filenames import student_of
from grader.reports.student_page import people_of
from grader.scoring import headline, points_of

SCHEMA_VERSION = 1
COLUMNS = (
    "assignment",
    "student",
    "people",
    "status",
    "points",
    "max_points",
    "percent",
    "what_went_wrong",
)
STARTS_A_FORMULA = ("=", "+", "-", "@")
"""What makes a spreadsheet run a cell instead of showing it."""


class Results(Record):
    """The contents of `results.json`."""

    schema_version: int = SCHEMA_VERSION
    grader: str
    course: str
    grades: tuple[Grade, ...]
    problems: tuple[Problem, ...]


def results_json(
    grades: Sequence[Grade], *, course: str, problems: Sequence[Problem], version: str
) -> bytes:
    """`results.json`: every grade with all its evidence, indented, keys in the model's order.

    The grades are as the store gives them: fresh and stored ones make the same bytes.
    """
    results = Results(
        grader=version,
        course=text.line(course),
        grades=tuple(grades),
        problems=tuple(
            Problem(path=text.line(p.path), message=text.line(p.message, 1_000)) for p in problems
        ),
    )
    return msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n"


def grades_csv(grades: Sequence[Grade]) -> bytes:
    """`grades.csv`: a row for every submission; without a grade, the points stay empty."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(grade) for grade in grades)
    return table.getvalue().encode()


def _row(grade: Grade) -> tuple[str, ...]:
    points = points_of(grade)
    share = 100 * points / grade.max_points if points is not None and grade.max_points else None
    return (
        _cell(grade.assignment),
        _cell(student_of(grade)),
        _cell(people_of(grade)),
        "not graded" if points is None else "graded",
        "" if points is None else wording.number(points),
        wording.number(grade.max_points),
        "" if share is None else wording.number(share),
        _cell(headline(grade)),
    )


def _cell(words: str) -> str:
    shown = text.line(words, 1_000)
    return f"'{shown}" if shown.lstrip().startswith(STARTS_A_FORMULA) else shown
