"""`grader questions`: print the questions of an assignment for its handout."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.course import chosen_course, course_option
from grader.errors import CourseError, ExitCode


@click.command()
@click.argument("assignment")
@course_option
def questions(assignment: str, course: Path | None) -> int:
    """Print the questions of ASSIGNMENT as a section for its handout.

    The options stand in the order of this course: copy the section again after renaming it.
    """
    from grader.assignments import QUESTIONS_FILE
    from grader.judge.plugin.question_checks import questions_of
    from grader.reports.question_card import card

    found = chosen_course(course).assignment(assignment)
    file = found.reference / QUESTIONS_FILE
    if not file.is_file():
        raise CourseError(f"{assignment} has no questions", hint=f"They would be in {file}.")
    click.echo(card(questions_of(file), found.settings.parts[0].file))
    return ExitCode.OK
