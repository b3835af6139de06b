"""How pages and tables show bonus, rounding, and what is for staff only."""

from __future__ import annotations

import csv

import msgspec

from grader.model import Check, Grade
from grader.reports.export import grades_csv
from grader.reports.rendering import render
from grader.reports.student_page import staff_page, student_page
from tests.reports import samples

ORDINARY = samples.result(samples.check("a", "", 10))
BONUS = samples.result(Check(id="test_b", title="More than was asked.", points=3, bonus=True))


def page(grade: Grade) -> str:
    return " ".join(render(student_page(grade, course="C", assignment="A")).split())


def staff(grade: Grade) -> str:
    return render(staff_page(grade, course="C", assignment="A"))


def test_a_page_says_how_much_of_the_points_is_bonus() -> None:
    html = page(samples.grade("ana", (ORDINARY, BONUS)))
    assert "<b>13</b> <span>of 10 points (3 of them bonus)</span>" in html
    assert "3<span> / 3 bonus</span>" in html


def test_a_page_says_what_was_rounded() -> None:
    grade = samples.grade("ana", (ORDINARY, BONUS))
    html = page(msgspec.structs.replace(grade, points=13.5))
    assert "<b>13.5</b> <span>of 10 points (3 of them bonus, rounded from 13)</span>" in html


def test_an_ordinary_page_says_neither() -> None:
    assert "<b>10</b> <span>of 10 points</span>" in page(samples.grade("ana", (ORDINARY,)))


def test_the_table_counts_bonus_in_the_points_and_not_in_the_maximum() -> None:
    table = grades_csv([samples.grade("ana", (ORDINARY, BONUS))]).decode()
    (row,) = csv.DictReader(table.splitlines())
    assert (row["points"], row["max_points"], row["percent"]) == ("13", "10", "130")


def test_what_is_for_staff_is_on_no_students_page() -> None:
    grade = samples.grade("ana", (ORDINARY,))
    noted = msgspec.structs.replace(grade, staff_notes=("neuron.py, line 3: numpy.polyfit",))
    assert "numpy.polyfit" in staff(noted)
    assert page(noted) == page(grade)
