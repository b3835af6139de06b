"""The files of a new course and of a new assignment, by their paths in the course. Pure."""

from __future__ import annotations

from importlib.resources import files
from string import Template

from grader.judge.plugin.question_checks import questions_in
from grader.release.answers import unanswered
from grader.release.starter import starter_of
from grader.reports.card import card
from grader.scaffold.names import part_of, title_of

_SOLUTION = "part.py"
_QUESTIONS = "questions.toml"


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


_HANDED_OUT = ("README.md", "assignment.toml", "test_examples.py", "test_hidden.py")
_KEPT = ("mistakes.py", "again.py", "oracle.py", _QUESTIONS)


def _text(folder: str, name: str, **words: str) -> str:
    template = files("grader.scaffold").joinpath(folder, name).read_text(encoding="utf-8")
    return Template(template).substitute(words)
