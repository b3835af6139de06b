"""The settings of a release say what checking at home needs, and nothing for staff."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from grader.assignments import open_course
from grader.config import AssignmentSettings, read_assignment
from grader.model import Part
from grader.release.text_files import settings_text
from grader.wire.limits import Limits

COURSE = open_course(Path(__file__).parents[2])


def handed_out(settings: AssignmentSettings) -> AssignmentSettings:
    return read_assignment(settings_text(settings), settings.id)


@pytest.mark.parametrize("assignment", COURSE.ids)
def test_settings_that_were_handed_out_are_read_as_they_were(assignment: str) -> None:
    settings = COURSE.assignment_settings()[assignment]
    for_students = msgspec.structs.replace(
        settings, suspects=(), rounding=0.0, isolation=handed_out(settings).isolation
    )
    assert handed_out(settings) == for_students


def test_quotation_marks_umlauts_and_what_is_unusual_survive() -> None:
    settings = AssignmentSettings(
        id="a00",
        title='The "grüne" \\ one\n',
        parts=(Part(name="work", file="work.py", functions=("f",)),),
        definitions=True,
        limits=Limits(check_cpu=0.25, frame=1),
        sources={"work.f": 'A "book", 1.'},
    )
    assert handed_out(settings) == settings


def test_what_staff_look_for_stays_with_staff() -> None:
    settings = COURSE.assignment_settings()["a03_losses"]
    assert settings.suspects
    assert not any(suspect in settings_text(settings) for suspect in settings.suspects)
