"""What needs no sandbox: `python -m grader.validate.in_process`, a process of its own.

It says what the assignment knows as soon as that is read, then runs the reference through the
checks in itself: to note what it returns, beside its oracles, and with other secrets. Code of the
course stays out of the process that validates.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

import msgspec

from grader.assignments import Assignment, open_course
from grader.checks.chance.misses import Attempt, attempts, miss_bound
from grader.checks.oracles import oracles_in
from grader.errors import CourseError
from grader.home.dry_run import unusable_at_home
from grader.home.place import of_course
from grader.judge.reference import load_module, modules_in
from grader.judge.rehearsal import Rehearsal, rehearse
from grader.model import Verdict
from grader.validate.candidates import right_folders
from grader.validate.known_mistakes import knowledge_of
from grader.validate.observation import Agreement, Missed, Rehearsed, Unsteady
from grader.validate.reference_probe import ReferenceProbe

Modules = dict[str, ModuleType]

REFERENCE = "the reference"

SECRET = hashlib.sha256(b"grader validate").digest()
"""Of the hidden checks, in every validation: published, so that records agree everywhere."""


def secrets(count: int) -> tuple[bytes, ...]:
    """Other secrets, the same ones in every validation."""
    return tuple(hashlib.sha256(f"grader validate {n}".encode()).digest() for n in range(count))


def observe(rehearsal: Rehearsal, right: Mapping[str, Path], count: int, runs: int) -> Rehearsed:
    """Everything, with `count` other secrets, and `runs` of every accuracy check.

    `right`: folders of right solutions in another style, by name.
    """
    reference, twin = _modules(rehearsal, "tried"), _modules(rehearsal, "twin")
    probe = ReferenceProbe(reference, twin)
    rehearsal.results_of(probe, SECRET)
    solutions = {REFERENCE: reference} | {
        name: modules_in(rehearsal.assignment, folder, f"right_{name}")
        for name, folder in right.items()
    }
    return Rehearsed(
        replies=probe.replies(),
        secrets=count,
        unsteady=tuple(_with_other_secrets(rehearsal, solutions, count)),
        oracle=tuple(_beside_oracle(rehearsal, reference, twin)),
        misses=tuple(_misses(rehearsal, reference, runs)),
    )


def _modules(rehearsal: Rehearsal, role: str) -> Modules:
    """A copy of the reference's modules."""
    return modules_in(rehearsal.assignment, rehearsal.assignment.reference, role)


def _with_other_secrets(
    rehearsal: Rehearsal, solutions: Mapping[str, Modules], count: int
) -> Iterator[Unsteady]:
    """The hidden checks that a right solution does not pass with other secrets.

    Public checks draw the same numbers whatever the secret.
    """
    hidden = [check.id for check in rehearsal.checks if check.hidden]
    for who, modules in solutions.items() if hidden else ():
        lost: dict[str, list[str]] = {}
        for secret in secrets(count):
            for result in rehearsal.results(modules, secret, only=hidden):
                if result.verdict is not Verdict.PASSED or result.share < 1:
                    lost.setdefault(result.check.id, []).append(result.message)
        bonus = {check.id for check in rehearsal.checks if check.bonus}
        for check, said in lost.items():
            if check not in bonus or who == REFERENCE:
                yield Unsteady(who=who, check=check, said=said[0], times=len(said))


def _misses(rehearsal: Rehearsal, modules: Modules, runs: int) -> Iterator[Missed]:
    """How often the reference misses in each accuracy check that chance has a part in.

    Public checks draw the same numbers whatever the secret: what they pass once, they always pass.
    """
    for check in rehearsal.checks if runs else ():
        if not (check.hidden and _attempts(rehearsal, check.id, modules, SECRET)):
            continue
        seen = [_attempts(rehearsal, check.id, modules, secret) for secret in secrets(runs)]
        first = [attempt for attempts in seen for attempt in attempts if not attempt.again]
        misses = sum(attempt.missed for attempt in first)
        yield Missed(
            check=check.id,
            runs=len(first),
            misses=misses,
            bound=_bound(misses, len(first), repeated=all(each.repeated for each in first)),
        )


def _attempts(rehearsal: Rehearsal, check: str, modules: Modules, secret: bytes) -> list[Attempt]:
    """The accuracies that a check measures on the reference."""
    with attempts() as seen:
        rehearsal.results(modules, secret, only=(check,))
    return seen


def _bound(misses: int, runs: int, *, repeated: bool) -> float:
    """What the runs say about losing the check; without a second attempt, no run may miss."""
    if repeated:
        return miss_bound(misses, runs)
    return miss_bound(misses, runs, attempts=1) if misses else 0.0


def _beside_oracle(rehearsal: Rehearsal, reference: Modules, twin: Modules) -> Iterator[Agreement]:
    """How each function that the checks call compares with its oracle."""
    assignment = rehearsal.assignment
    if assignment.settings.torch:
        return
    file = assignment.oracle
    module = load_module(file, f"oracle_of_{assignment.id}") if file is not None else None
    oracles = oracles_in(module) if module is not None else {}
    excused: Mapping[str, str] = getattr(module, "WITHOUT_ORACLE", {})
    probe = ReferenceProbe(reference, twin, _with_oracles(_modules(rehearsal, "oracle"), oracles))
    rehearsal.results_of(probe, SECRET)
    for function in _functions(assignment):
        found = probe.agreement(function)
        if found.calls and function in oracles:
            yield found
        elif found.calls and function not in excused:
            yield Agreement(function=function, calls=found.calls, problem="has no oracle")


def _with_oracles(modules: Modules, oracles: Mapping[str, Any]) -> Modules:
    for of, function in oracles.items():
        part, _, name = of.partition(".")
        if part not in modules:
            raise CourseError(f"there is no part {part}, and oracle.py has an oracle of {of}")
        setattr(modules[part], name, function)
    return modules


def _at_home(assignment: Assignment) -> dict[str, str]:
    try:
        return unusable_at_home(assignment, of_course(assignment))
    except CourseError as error:
        return {"every public check": str(error)}


def _functions(assignment: Assignment) -> tuple[str, ...]:
    parts = assignment.settings.parts
    return tuple(f"{part.name}.{function}" for part in parts for function in part.functions)


# --- the process ------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    """Arguments: course, assignment, how many other secrets, how many runs of accuracy checks.

    Writes two lines of JSON on stdout: what is known, and what was seen.
    """
    course, name, count, runs = arguments
    out = _take_stdout()
    opened = open_course(Path(course))
    assignment = opened.assignment(name)
    right = {folder.name: folder for folder in right_folders(opened, name)}
    try:
        _say(out, knowledge_of(assignment))
        seen = rehearse(
            assignment, lambda rehearsal: observe(rehearsal, right, int(count), int(runs))
        )
        _say(out, msgspec.structs.replace(seen, at_home=_at_home(assignment)))
    except CourseError as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    return 0


def _take_stdout() -> TextIO:
    """Keep stdout for what is said here; what code of the course prints goes to stderr."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def _say(out: TextIO, record: object) -> None:
    out.write(msgspec.json.encode(record).decode() + "\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
