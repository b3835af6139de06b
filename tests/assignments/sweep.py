"""Run an assignment's checks on its own code, many times, without a sandbox; print JSON.

    python -m tests.assignments.sweep COURSE ASSIGNMENT

Prints, by name, the ids of the checks that are not passed: `reference`, `ada` (the right example)
and `starter` for several secrets each (the union of them), and every known mistake for one.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from grader.assignments import Assignment, open_course
from grader.checks.mistakes import mistakes_in
from grader.judge.reference import load_module, modules_in
from grader.judge.rehearsal import Rehearsal, rehearse, replaced
from grader.model import Verdict

SECRETS = tuple(hashlib.sha256(bytes([n])).digest() for n in range(12))


def sweep(rehearsal: Rehearsal) -> dict[str, list[str]]:
    """The checks that fail, by what they were run on."""
    assignment = rehearsal.assignment
    reference = modules_in(assignment, assignment.reference, "tried")
    ada = modules_in(assignment, right_example(assignment), "ada")
    starter = modules_in(assignment, assignment.starter, "starter")
    failed = {
        "reference": failures(rehearsal, reference, SECRETS),
        "ada": failures(rehearsal, ada, SECRETS),
        "starter": failures(rehearsal, starter, SECRETS[:1]),
    }
    for name, modules in wrong_versions(assignment, reference):
        failed[name] = failures(rehearsal, modules, SECRETS[:1])
    return failed


def right_example(assignment: Assignment) -> Path:
    """The folder of ada's submission; those that need torch are kept apart."""
    examples = assignment.folder.parents[1] / "examples"
    kind = "torch" if assignment.settings.torch else "submissions"
    return examples / kind / assignment.id / "ada"


def wrong_versions(
    assignment: Assignment, reference: Mapping[str, ModuleType]
) -> Iterator[tuple[str, Mapping[str, ModuleType]]]:
    """Every known mistake in the reference, by its id."""
    assert assignment.mistakes is not None
    for mistake, function in mistakes_in(load_module(assignment.mistakes, "mistakes")):
        part, name = mistake.of.split(".")
        with replaced(reference[part], name, function):
            yield mistake.id, reference


def failures(
    rehearsal: Rehearsal, modules: Mapping[str, ModuleType], secrets: tuple[bytes, ...]
) -> list[str]:
    """The checks that are not passed with one of the secrets."""
    results = [result for secret in secrets for result in rehearsal.results(modules, secret)]
    return sorted({r.check.id for r in results if r.verdict is not Verdict.PASSED})


def main() -> None:
    course, name = sys.argv[1:]
    output, sys.stdout = sys.stdout, sys.stderr
    failed = rehearse(open_course(Path(course)).assignment(name), sweep)
    print(json.dumps(failed), file=output)


if __name__ == "__main__":
    main()
