"""The files of a new course and of a new assignment, and the names in them. Pure."""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from string import Template

from grader.config import NAME
from grader.config.table import is_identifier
from grader.errors import UsageError
from grader.judge.plugin.question_checks import questions_in
from grader.release.answers import unanswered
from grader.release.starter import starter_of
from grader.reports.question_card import card

_SOLUTION = "part.py"
_QUESTIONS = "questions.toml"
_HANDED_OUT = ("README.md", "assignment.toml", "test_examples.py", "test_hidden.py")
_KEPT = ("mistakes.py", "again.py", "oracle.py", _QUESTIONS)
_NUMBER = re.compile(r"[A-Za-z]?\d+[_-]+")
_OURS = frozenset({"again", "given", "grader", "mistakes", "numpy", "oracle"})
"""Modules that the assignment has or uses itself."""


def course_file(course: str) -> str:
    """The `grader.toml` of a new course."""
    return _text("course", "grader.toml", course=course, course_title=title_of(course))


def assignment_files(assignment: str, course: str) -> dict[str, str]:
    """Every file of a new assignment. Raises UsageError when it cannot be called that."""
    part = part_of(assignment)
    file = f"{part}.py"
    folder, reference = f"assignments/{assignment}", f"reference/{assignment}"
    words = {"part": part, "title": title_of(part)}
    solution = _text("reference", _SOLUTION, **words)
    questions = questions_in(_text("reference", _QUESTIONS), course, assignment)
    words["questions"] = card(questions, file)
    made = {f"{folder}/{name}": _text("assignment", name, **words) for name in _HANDED_OUT}
    made[f"{folder}/starter/{file}"] = starter_of(unanswered(solution, file), file)
    made[f"{reference}/{file}"] = solution
    made |= {f"{reference}/{name}": _text("reference", name, **words) for name in _KEPT}
    return made


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


def _text(folder: str, name: str, **words: str) -> str:
    template = files("grader.scaffold").joinpath(folder, name).read_text(encoding="utf-8")
    return Template(template).substitute(words)
