"""The starters that lie in a course, and those that would be made now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.assignments import Course
from grader.errors import CourseError, UsageError
from grader.release.starters import starters_of


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
