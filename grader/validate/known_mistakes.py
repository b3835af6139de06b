"""What an assignment knows about wrong solutions: read from `mistakes.py` and `again.py`."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from grader.assignments import Assignment
from grader.checks.mistake_registry import again_in, mistakes_in, needs_second
from grader.errors import CourseError
from grader.judge.reference import load_module
from grader.validate.observation import Knowledge, Known


def knowledge_of(assignment: Assignment) -> Knowledge:
    """Run the files and list what is in them. Raises CourseError when one cannot be run."""
    if assignment.mistakes is None:
        return Knowledge()
    module = load_module(assignment.mistakes, f"mistakes_of_{assignment.id}")
    equivalent = dict(getattr(module, "EQUIVALENT", {}))
    mistakes = _mistakes(module)
    second = needs_second(assignment.id, [each.id for each in mistakes])
    return Knowledge(
        mistakes=mistakes,
        again=_again(assignment, {each.id: each.of for each in mistakes}, equivalent),
        second_needed=tuple(id for id in second if id not in equivalent),
        equivalent=equivalent,
        catalogue=tuple(getattr(module, "CATALOGUE", ())),
    )


def _mistakes(module: ModuleType) -> tuple[Known, ...]:
    names = _names(module)
    return tuple(
        Known(id=mistake.id, of=mistake.of, name=names[id(function)])
        for mistake, function in mistakes_in(module)
    )


def _again(
    assignment: Assignment, functions: Mapping[str, str], equivalent: Mapping[str, str]
) -> tuple[Known, ...]:
    if assignment.again is None:
        return ()
    module = load_module(assignment.again, f"again_of_{assignment.id}")
    names, found = _names(module), again_in(module)
    if unknown := sorted(found.keys() - functions.keys()):
        raise CourseError(
            f"{assignment.again}: there is no mistake {', '.join(unknown)}",
            hint="A second realisation has the id of a mistake in mistakes.py.",
        )
    return tuple(
        Known(id=name, of=functions[name], name=names[id(function)])
        for name, function in found.items()
        if name not in equivalent
    )


def _names(module: ModuleType) -> dict[int, str]:
    """What the file calls its objects."""
    return {id(value): name for name, value in vars(module).items()}
