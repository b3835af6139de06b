"""The starter files of an assignment, made from its reference, and those that lie in a course."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.assignments import Course
from grader.config import AssignmentSettings
from grader.errors import CourseError, UsageError
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


def changes(course: Course, assignments: Sequence[str] = ()) -> dict[Path, str]:
    """The starters that are not what would be made, each with what it should hold.

    Of all assignments, or of those that are named; an assignment may have no starters yet.
    Raises CourseError, UsageError.
    """
    return {
        file: starter
        for name in assignments or course.ids
        for file, starter in _made(course, name)
        if _content(file) != starter
    }


def write(starters: Mapping[Path, str]) -> None:
    """Write starters to their files. Raises CourseError when one cannot be written."""
    for file, starter in starters.items():
        try:
            file.parent.mkdir(exist_ok=True)
            file.write_text(starter, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CourseError(f"{file} cannot be written: {error.strerror}") from error


def _made(course: Course, assignment: str) -> Iterator[tuple[Path, str]]:
    settings = course.assignment_settings()
    if assignment not in settings:
        raise UsageError(
            f"the course has no assignment {assignment!r}",
            hint=f"It has {', '.join(course.ids)}.",
        )
    folder = course.root / "assignments" / assignment / "starter"
    made = starters_of(settings[assignment], course.root / "reference" / assignment)
    yield from ((folder / name, starter) for name, starter in made.items())


def _content(file: Path) -> str | None:
    return file.read_bytes().decode("utf-8", "replace") if file.is_file() else None


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
