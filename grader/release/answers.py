"""The questions in a starter: `ANSWERS` of the reference, with nothing filled in. Pure."""

from __future__ import annotations

import ast

from grader.checks.multiple_choice import ANSWERS
from grader.errors import CourseError

_ABOVE = (
    "# The questions of the handout: write the letter of your answer between the quotation marks."
)


def unanswered(source: str, name: str) -> str:
    """A reference's source with empty answers; as it is, if it answers nothing.

    `name` is the file's, for errors: CourseError when the answers are no dict of names to values.
    """
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and _is_answers(statement):
            lines = source.splitlines()
            lines[statement.lineno - 1 : statement.end_lineno] = _form(statement, name)
            return "\n".join(lines) + "\n"
    return source


def _is_answers(statement: ast.Assign) -> bool:
    return any(isinstance(to, ast.Name) and to.id == ANSWERS for to in statement.targets)


def _form(statement: ast.Assign, name: str) -> list[str]:
    keys = statement.value.keys if isinstance(statement.value, ast.Dict) else [None]
    ids = [key.value for key in keys if isinstance(key, ast.Constant)]
    if len(ids) != len(keys):
        raise CourseError(
            f"{name}:{statement.lineno}: {ANSWERS} is no dict whose keys stand there as text",
            hint=f'Write {ANSWERS} = {{"q1": "the right answer", ...}}.',
        )
    return [_ABOVE, f"{ANSWERS} = {{", *(f'    "{id!s}": "",' for id in ids), "}"]
