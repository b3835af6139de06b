"""`questions.toml` as pytest sees it: a file with a check for every question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.assignments import QUESTIONS_FILE, open_course
from grader.checks.multiple_choice import Answers, Question, check_answer, read_questions
from grader.errors import CourseError


class QuestionFile(pytest.File):
    """The questions of an assignment; each is a public check whose title is the question."""

    def collect(self) -> Iterator[pytest.Function]:
        """A check for every question. Raises CollectError when the file is wrong."""
        try:
            questions = questions_of(self.path)
        except CourseError as error:
            raise self.CollectError("; ".join(error.problems) or error.message) from error
        for question in questions:
            name = f"test_{question.id}"
            yield pytest.Function.from_parent(self, name=name, callobj=_check_of(question))


def questions_of(file: Path) -> tuple[Question, ...]:
    """The questions in `reference/<id>/questions.toml`, their options in the course's order.

    Raises CourseError with every problem of the file.
    """
    course, assignment = open_course(file.parents[2]), file.parent.name
    return questions_in(file.read_text(encoding="utf-8"), course.settings.name, assignment)


def questions_in(text: str, course: str, assignment: str) -> tuple[Question, ...]:
    """The questions in the text of a `questions.toml`, in the order of a course of that name."""
    return read_questions(text, f"{course}/{assignment}", f"{assignment}/{QUESTIONS_FILE}")


def _check_of(question: Question) -> Callable[[Answers], None]:
    def check(answers: Answers) -> None:
        check_answer(answers, question)

    check.__doc__ = question.text
    return pytest.mark.points(question.points)(check)
