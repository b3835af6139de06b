"""Starters ask the questions and answer none."""

from __future__ import annotations

import pytest

from grader.errors import CourseError
from grader.release.answers import unanswered

SOURCE = '''"""About the part."""

import numpy as np

ANSWERS = {
    "q1": "the mean",
    "q2": (
        "a right answer over "
        "two lines"
    ),
}


def f(x):
    return x
'''

FORM = '''"""About the part."""

import numpy as np

# The questions of the handout: write the letter of your answer between the quotation marks.
ANSWERS = {
    "q1": "",
    "q2": "",
}


def f(x):
    return x
'''


def test_the_answers_of_the_reference_become_a_form() -> None:
    assert unanswered(SOURCE, "part.py") == FORM


def test_a_part_without_answers_stays_as_it_is() -> None:
    assert unanswered("x = 1\n", "part.py") == "x = 1\n"


@pytest.mark.parametrize("answers", ["dict(q1='a')", "{**others}", "{q: 'a'}"])
def test_answers_that_are_computed_are_refused(answers: str) -> None:
    with pytest.raises(CourseError, match=r"part\.py:1: ANSWERS is no dict"):
        unanswered(f"ANSWERS = {answers}\n", "part.py")
