"""The feedback for every known mistake is the one that was read from top to bottom."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.validate.observation import CandidateKind
from tests.feedback.feedback import feedback
from tests.observed import COURSE, observed

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("assignment", COURSE.ids)
def test_the_feedback_is_the_one_that_was_read(assignment: str) -> None:
    """GRADER_UPDATE_GOLDEN=1 writes the files anew; then read the difference."""
    seen = observed(assignment)
    text = feedback(
        COURSE.assignment(assignment).settings.title,
        seen.of(CandidateKind.MISTAKE),
        {known.id: known.of for known in seen.knowledge.mistakes},
    )
    golden = GOLDEN / f"{assignment}.md"
    if os.environ.get("GRADER_UPDATE_GOLDEN") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
