"""The starters of an assignment: its reference without what students write."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from grader.config import AssignmentSettings
from grader.errors import CourseError
from grader.model import Part
from grader.release.answers import unanswered
from grader.release.starter import starter_of


def starters_of(settings: AssignmentSettings, reference: Path) -> dict[str, str]:
    """The source of each part's starter by its file name, made from the files in `reference`.

    Raises CourseError when one cannot be made, or would give a function of the assignment away.
    """
    starters: dict[str, str] = {}
    problems: list[str] = []
    for part in settings.parts:
        name = f"reference/{settings.id}/{part.file}"
        starter = starter_of(unanswered(_text(reference / part.file), name), name)
        problems += (f"{name}: {problem}" for problem in _given_away(starter, part))
        starters[part.file] = starter
    if problems:
        raise CourseError(
            "the starters would not be what students begin with",
            hint="Put # BEGIN SOLUTION and # END SOLUTION around what students write.",
            problems=tuple(problems),
        )
    return starters


def _given_away(starter: str, part: Part) -> Iterator[str]:
    """What is wrong with the functions that students are to write."""
    defined = {getattr(node, "name", ""): node for node in ast.parse(starter).body}
    for function in part.functions:
        if function not in defined:
            yield f"the starter has no {function}; its signature and docstring should stay"
        elif not any(isinstance(node, ast.Raise) for node in ast.walk(defined[function])):
            yield f"nothing in {function} is marked as solution"


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{file} cannot be read: {error}") from error
