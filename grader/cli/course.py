"""The course that a command is about, and the files that it writes where somebody said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.assignments import Course

course_option = click.option("--course", type=click.Path(path_type=Path), help="The course folder.")


def chosen_course(named: Path | None, submissions: Path | None = None) -> Course:
    """The course in the folder `named`, else the one around this folder or the submissions."""
    from grader.assignments import find_course, open_course  # not needed for --help

    return find_course(Path.cwd(), submissions) if named is None else open_course(named)


def write_file(file: Path, data: bytes, *, hint: str, new: bool = False) -> None:
    """Write a file; with `new`, make its folder, and never replace a file that is there.

    Raises UsageError with the hint when that is impossible.
    """
    try:
        if new:
            file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb" if new else "wb") as opened:
            opened.write(data)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}", hint=hint) from error
