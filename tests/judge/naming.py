"""Which mistakes are named, over all that an assignment has: `python -m tests.judge.naming`.

Arguments: course, assignment. Prints JSON: by kind and name, the ids that were named and how many
checks failed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from grader.assignments import open_course
from grader.checks.mistakes import again_in, mistakes_in
from grader.judge.reference import load_module, modules_in
from grader.judge.rehearsal import Rehearsal, rehearse, replaced
from grader.model import Verdict
from tests.assignments.sweep import SECRETS, right_example

Seen = tuple[list[str], int]


def measure(rehearsal: Rehearsal) -> dict[str, dict[str, Seen]]:
    """Everything that has a name, and much that has none."""
    assignment = rehearsal.assignment
    assert assignment.mistakes is not None
    reference = modules_in(assignment, assignment.reference, "tried")
    known = mistakes_in(load_module(assignment.mistakes, "measured_mistakes"))
    of = {mistake.id: mistake.of for mistake, _ in known}
    first = {mistake.id: function for mistake, function in known}
    second = again_in(load_module(assignment.again, "again")) if assignment.again else {}
    doubles = {folder.name: modules_in(assignment, folder, "two") for folder in assignment.doubles}
    ada = modules_in(assignment, right_example(assignment), "ada")
    return {
        "first": {id: seen(rehearsal, reference, {of[id]: f}) for id, f in first.items()},
        "again": {id: seen(rehearsal, reference, {of[id]: f}) for id, f in second.items()},
        "doubles": {name: seen(rehearsal, modules, {}) for name, modules in doubles.items()},
        "others": {"ada": seen(rehearsal, ada, {})} | dict(garbage(rehearsal, reference)),
    }


def seen(
    rehearsal: Rehearsal,
    modules: Mapping[str, ModuleType],
    instead: Mapping[str, Callable[..., Any]],
) -> Seen:
    """The mistakes that are named, and how many checks fail, with functions replaced."""
    with ExitStack() as stack:
        for of, function in instead.items():
            part, _, name = of.partition(".")
            stack.enter_context(replaced(modules[part], name, function))
        results = rehearsal.results(modules, SECRETS[0])
    names = sorted({result.diagnosis.mistake for result in results if result.diagnosis})
    return names, sum(result.verdict is Verdict.FAILED for result in results)


# --- what no student means to write -----------------------------------------------------------

SPOILERS: dict[str, Callable[[Any, np.random.Generator], Any]] = {
    "zero": lambda value, rng: value * 0,
    "one": lambda value, rng: value * 0 + 1,
    "noise": lambda value, rng: rng.standard_normal(np.shape(value)),
    "coins": lambda value, rng: rng.integers(2, size=np.shape(value)),
    "slightly off": lambda value, rng: value * (1 + 1e-3 * rng.standard_normal(np.shape(value))),
    "shifted": lambda value, rng: value + 0.37,
    "stretched": lambda value, rng: value * 1.73,
}


def garbage(
    rehearsal: Rehearsal, reference: Mapping[str, ModuleType]
) -> Iterator[tuple[str, Seen]]:
    """The reference with every number that comes back spoilt in one way."""
    right = {
        f"{part.name}.{name}": getattr(reference[part.name], name)
        for part in rehearsal.assignment.settings.parts
        for name in part.functions
    }
    for how, spoil in SPOILERS.items():
        spoilt = {of: spoiling(function, spoil) for of, function in right.items()}
        yield how, seen(rehearsal, reference, spoilt)


def spoiling(
    function: Callable[..., Any], spoil: Callable[[Any, np.random.Generator], Any]
) -> Callable[..., Any]:
    """The function with spoilt results."""
    rng = np.random.default_rng(0)

    def spoilt(*args: Any, **kwargs: Any) -> Any:
        return each(function(*args, **kwargs), lambda value: spoil(value, rng))

    return spoilt


def each(value: Any, change: Callable[[Any], Any]) -> Any:
    """`value` with every array and number in it changed."""
    if isinstance(value, (tuple, list)):
        return type(value)(each(item, change) for item in value)
    if isinstance(value, (bool, int, float, np.ndarray, np.generic)):
        return change(np.asarray(value) * 1.0)
    return value


def main() -> None:
    course, name = sys.argv[1:]
    output, sys.stdout = sys.stdout, sys.stderr
    found = rehearse(open_course(Path(course)).assignment(name), measure)
    print(json.dumps(found), file=output)


if __name__ == "__main__":
    main()
