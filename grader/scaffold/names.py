"""The names of a new assignment, and those that follow from them. Pure."""

from __future__ import annotations

import re
import sys

from grader.config.course import NAME
from grader.config.table import is_identifier
from grader.errors import UsageError

_NUMBER = re.compile(r"[A-Za-z]?\d+[_-]+")
_OURS = frozenset({"again", "given", "grader", "mistakes", "numpy", "oracle"})
"""Modules that the assignment has or uses itself."""


def part_of(assignment: str) -> str:
    """The part of a new assignment: `attention` of `a17_attention`.

    Raises UsageError when the assignment cannot be called that, or its part.
    """
    if not NAME.fullmatch(assignment):
        raise UsageError(
            f"an assignment cannot be called {assignment!r}",
            hint="It is the name of a folder: letters, digits, - and _, such as a17_attention.",
        )
    number = _NUMBER.match(assignment)
    part = assignment[number.end() if number else 0 :].replace("-", "_").lower()
    if not is_identifier(part) or part.startswith("test_"):
        why = "what follows the number is no Python name"
    elif part in sys.stdlib_module_names:
        why = f"Python has a module {part} of its own"
    elif part in _OURS:
        why = f"{part}.py is the name of something else"
    else:
        return part
    raise UsageError(
        f"the students' file of {assignment} cannot be called after it: {why}",
        hint="Choose another name, such as a17_attention, whose file is attention.py.",
    )


def course_of(folder: str) -> str:
    """The name of a course that is made in a folder of this name."""
    return re.sub(r"[^A-Za-z0-9]+", "-", folder).strip("-")[:60] or "course"


def title_of(name: str) -> str:
    """`linear_models` as a person writes it: Linear models."""
    words = re.sub(r"[_-]+", " ", name)
    return words[:1].upper() + words[1:]
