"""The record of a full validation: comes back as it was, sorted, line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.validate.validation_record import (
    FORMAT,
    ValidationRecord,
    meant_for,
    read_record,
    write_record,
)

RECORD = ValidationRecord(
    format=FORMAT,
    content="0" * 64,
    repeats=50,
    secrets=50,
    environments=("2 threads",),
    caught_by={"B-01": ("test_b", "test_a"), "A-01": ()},
    misses={"test_accuracy": "1 of 300"},
    replies={"test_b": ("work.f 0 1 1",), "test_a": ()},
)


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    write_record(tmp_path / "validated.json", RECORD)
    assert read_record(tmp_path / "validated.json") == RECORD


def test_a_record_is_sorted_and_has_a_line_for_every_value(tmp_path: Path) -> None:
    write_record(tmp_path / "validated.json", RECORD)
    text = (tmp_path / "validated.json").read_text()
    keys = list(json.loads(text)["caught_by"])
    assert keys == sorted(keys)
    assert text.endswith("}\n")
    assert max(map(len, text.splitlines())) < 100


def test_a_mistake_is_for_the_checks_that_it_failed_and_those_that_call_its_function() -> None:
    assert meant_for(RECORD, "A-01", {"work.f"}) == ("test_b",)
    assert meant_for(RECORD, "B-01", {"work.g"}) == ("test_a", "test_b")


def test_a_mistake_that_the_record_does_not_know_is_for_all_checks() -> None:
    assert meant_for(RECORD, "C-01", {"work.f"}) == ()


@pytest.mark.parametrize("text", ["", "{}", "not json", '{"format": "one"}'])
def test_what_cannot_be_read_is_no_record(tmp_path: Path, text: str) -> None:
    (tmp_path / "validated.json").write_text(text)
    assert read_record(tmp_path / "validated.json") is None
    assert read_record(tmp_path / "missing.json") is None
