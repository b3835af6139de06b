"""What an assignment promises to know, and that the assignments here promise all they should."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assignments import open_course
from grader.errors import CourseError
from grader.validate.known_mistakes import knowledge_of
from grader.validate.sharpness import missing, promised

COURSE = open_course(Path(__file__).parents[2])

CURRICULUM = {
    "a01_neuron": ("ACT-01 .. ACT-03", "ACT-13 .. ACT-16"),
    "a03_losses": ("LOSS-01 .. LOSS-31",),
    "a05_linear_models": ("LIN-01 .. LIN-12", "LOSS-23 .. LOSS-24"),
    "a09_normalization": ("NORM-01 .. NORM-09", "WHI-01 .. WHI-05", "BN-01 .. BN-22"),
    "a15_torch_training": ("LOOP-01 .. LOOP-36", "ES-04 .. ES-05", "AUG-07"),
}
"""The mistakes that the curriculum asks each assignment to know."""
FIRST_VERSIONS = {"a09_normalization", "a15_torch_training"}
"""Assignments that cover some of theirs so far, and promise those."""


def test_a_range_holds_both_of_its_ends() -> None:
    assert promised(("ACT-01 .. ACT-03", "NET-10")) == ("ACT-01", "ACT-02", "ACT-03", "NET-10")


def test_a_variant_counts_for_its_id() -> None:
    known = ("LOSS-01-BCE", "LOSS-02b", "LOSS-30")
    assert missing(("LOSS-01 .. LOSS-03",), known) == ("LOSS-03",)


@pytest.mark.parametrize(
    "entry", ["LOSS", "LOSS-03 .. LOSS-01", "LOSS-01 .. ACT-02", "LOSS-01 .. 2 .. 3", ""]
)
def test_an_entry_that_is_no_range_is_a_mistake_of_the_course(entry: str) -> None:
    with pytest.raises(CourseError, match="no id and no range"):
        promised((entry,))


@pytest.mark.parametrize("assignment", COURSE.ids)
def test_every_mistake_of_the_curriculum_is_implemented_or_equivalent(assignment: str) -> None:
    knowledge = knowledge_of(COURSE.assignment(assignment))
    known = (*(mistake.id for mistake in knowledge.mistakes), *knowledge.equivalent)
    assert missing(knowledge.catalogue, known) == ()
    asked, covered = set(promised(CURRICULUM[assignment])), set(promised(knowledge.catalogue))
    assert covered
    assert covered <= asked if assignment in FIRST_VERSIONS else covered >= asked
