"""What an assignment knows about wrong solutions: read from `mistakes.py` and `again.py`."""

from __future__ import annotations

from types import ModuleType

from grader.assignments import Assignment
from grader.checks.mistakes import mistakes_in
from grader.judge.reference import load_module
from grader.validate.observations import Knowledge, Known


def knowledge_of(assignment: Assignment) -> Knowledge:
    """Run the files and list what is in them. Raises CourseError when one cannot be run."""
    if assignment.mistakes is None:
        return Knowledge()
    module = load_module(assignment.mistakes, f"mistakes_of_{assignment.id}")
    mistakes = _mistakes(module)
    return Knowledge(
        mistakes=mistakes,
        equivalent=dict(getattr(module, "EQUIVALENT", {})),
        catalogue=tuple(getattr(module, "CATALOGUE", ())),
    )


def _mistakes(module: ModuleType) -> tuple[Known, ...]:
    names = {id(value): name for name, value in vars(module).items()}
    return tuple(
        Known(id=mistake.id, of=mistake.of, name=names[id(function)])
        for mistake, function in mistakes_in(module)
    )
