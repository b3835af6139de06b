"""`grader.toml`: its settings, and how they are read. No I/O.

A file for each kind of settings file: `assignment_settings` has the other.
"""

from __future__ import annotations

import re

from grader.config.table import Table, parse, raise_all
from grader.model import Record

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


class CourseSettings(Record):
    """`grader.toml`."""

    name: str
    """Short, for file names: letters, digits, `-` and `_`."""
    title: str
    right: tuple[str, ...] = ()
    """Folders of right solutions for `grader validate`, with `{assignment}` for an id."""


def read_course(text: str, source: str = "grader.toml") -> CourseSettings:
    """Parse `grader.toml`; `source` names the file in messages. Raises `CourseError`."""
    problems: list[str] = []
    document = parse(text, source, problems)
    course = document.table("course")
    settings = CourseSettings(
        name=_name(course),
        title=course.value("title", str),
        right=course.strings("right", default=()),
    )
    for table in (document, course):
        table.refuse_unknown_keys()
    raise_all(source, problems)
    return settings


def _name(table: Table) -> str:
    name = table.value("name", str)
    if name and not NAME.fullmatch(name):
        table.problem("name", f"expected letters, digits, - and _, got {name!r}")
    return name
