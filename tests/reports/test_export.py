"""The files for other programs."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence import Curve, Evidence, EvidenceKind
from grader.model import Grade, Problem, Verdict
from grader.reports.export import COLUMNS, Results, grades_csv, results_json
from grader.store import storable
from tests.reports import samples

DOCS = Path(__file__).parents[2] / "docs" / "results.md"


def rows(*grades: Grade) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(grades_csv(grades).decode(), newline="")))


def json(*grades: Grade) -> bytes:
    return results_json(grades, course="Backprop", problems=(), version="0.1.0")


def test_a_row_says_what_an_lms_asks_for() -> None:
    assert rows(samples.mixed()) == [
        {
            "assignment": "a03_losses",
            "student": "ana",
            "people": "ana",
            "status": "graded",
            "points": "23.2",
            "max_points": "156",
            "percent": "14.87",
            "what_went_wrong": "softmax_loss: gradient wrong (2 checks)",
        }
    ]


def test_without_a_grade_the_points_are_empty_and_not_zero() -> None:
    (row,) = rows(samples.broken())
    assert (row["status"], row["points"], row["percent"]) == ("not graded", "", "")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "\r=1", "'=1", "\n=1"])
def test_no_name_becomes_a_formula(name: str) -> None:
    (row,) = rows(samples.perfect(name))
    assert not row["student"].lstrip().startswith(("=", "+", "-", "@"))


@given(st.text(st.characters(exclude_categories=())))
def test_any_name_stays_in_its_cell(name: str) -> None:
    (row,) = rows(samples.perfect(name))
    assert tuple(row) == COLUMNS
    assert row["points"] == "156"


def test_the_json_gives_back_the_grades() -> None:
    grades = (samples.perfect(), samples.broken())
    results = msgspec.json.decode(json(*grades), type=Results)
    assert results.schema_version == 1
    assert results.grades == grades


def test_a_name_that_is_no_text_can_be_written() -> None:
    grade = samples.perfect("j\udcf8rn")
    assert msgspec.json.decode(json(storable(grade)), type=Results).grades == (storable(grade),)
    assert rows(grade)[0]["student"] == "j\\udcf8rn"


def test_a_number_that_is_not_finite_is_null() -> None:
    evidence = Evidence(
        kind=EvidenceKind.CONVERGENCE,
        summary="x",
        curves=(Curve(label="yours", values=(1.0, math.inf, math.nan)),),
    )
    result = samples.result(samples.check("x", ""), Verdict.FAILED, evidence=(evidence,))
    plain = msgspec.json.decode(json(samples.grade("ana", (result,))))
    assert plain["grades"][0]["results"][0]["evidence"][0]["curves"][0]["values"] == [
        1.0,
        None,
        None,
    ]


def documented_fields() -> set[str]:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    return {line.split("`")[1] for line in lines if line.startswith("| `")}


def test_every_field_and_column_is_documented() -> None:
    records: list[type[msgspec.Struct]] = [Results, Problem, *reached(Grade)]
    fields = {field.encode_name for record in records for field in msgspec.structs.fields(record)}
    assert documented_fields() == fields | set(COLUMNS)


def reached(record: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    """The record and all records inside it."""
    info = msgspec.inspect.type_info(record)
    found: dict[type[msgspec.Struct], None] = {}

    def visit(node: object) -> None:
        if isinstance(node, msgspec.inspect.StructType) and node.cls not in found:
            found[node.cls] = None
            for field in node.fields:
                visit(field.type)
        for name in ("item_type", "types"):
            inner = getattr(node, name, ())
            for item in inner if isinstance(inner, tuple) else (inner,):
                visit(item)

    visit(info)
    return list(found)
