"""The questions of an assignment as a section of its handout. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from grader.checks.multiple_choice import ANSWERS, Question
from grader.reports import wording

HEADING = "## Questions"


def card(questions: Sequence[Question], file: str) -> str:
    """The section in Markdown; `file` is the part file that begins with `ANSWERS`."""
    points = wording.number(sum(question.points for question in questions))
    first = questions[0].id
    return "\n\n".join(
        (
            HEADING,
            f"{points} points. Each question has one right answer. Write its letter into "
            f'`{ANSWERS}` in `{file}`,\nas in `{ANSWERS} = {{"{first}": "b", ...}}`.',
            *map(_question, questions),
        )
    )


def _question(question: Question) -> str:
    points = f"{wording.number(question.points)} {'point' if question.points == 1 else 'points'}"
    options = (
        f"- ({letter}) {option.text}"
        for letter, option in zip(question.letters, question.options, strict=True)
    )
    return "\n".join((f"**{question.id}.** {question.text} ({points})\n", *options))
