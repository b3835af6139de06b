"""What needs no sandbox: `python -m grader.validate.rehearsing`, a process of its own.

It says what the assignment knows as soon as that is read, then runs the reference through the
checks in itself: to note what it returns, beside its oracles, and with other secrets. Code of the
course stays out of the process that validates.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

import msgspec
import pytest

from grader.assignments import Assignment, open_course
from grader.checks.misses import Attempt, attempts, miss_bound
from grader.checks.oracles import oracles_in
from grader.judge.bench import Bench, Work
from grader.judge.collect import Runnable, runnables
from grader.judge.loopback import Loopback
from grader.judge.plugin import JudgePlugin
from grader.judge.reference import Memo, load_module, reference_of
from grader.judge.run import run_checks
from grader.judge.template import PYTEST_OPTIONS
from grader.judge.transcript import Transcript
from grader.model import CheckResult, Verdict
from grader.validate.knowledge import knowledge_of
from grader.validate.observations import Agreement, Missed, Rehearsed, Unsteady
from grader.validate.witness import Witness

SECRET = hashlib.sha256(b"grader validate").digest()
"""Of the hidden checks, in every validation: published, so that records agree everywhere."""


def secrets(count: int) -> tuple[bytes, ...]:
    """Other secrets, the same ones in every validation."""
    return tuple(hashlib.sha256(f"grader validate {n}".encode()).digest() for n in range(count))


class Rehearsal:
    """One assignment, its checks collected, its reference in this process."""

    def __init__(self, assignment: Assignment, plugin: JudgePlugin) -> None:
        settings = assignment.settings
        self._assignment = assignment
        self._plugin = plugin
        self._checks: tuple[Runnable, ...] = runnables(
            plugin.items, settings.parts, settings.limits
        )

    def results(
        self, work: Work, secret: bytes, only: Collection[str] = ()
    ) -> tuple[CheckResult, ...]:
        """Run all checks against `work`, or those whose ids are in `only`."""
        settings = self._assignment.settings
        checks = [each for each in self._checks if not only or each.check.id in only]
        self._plugin.bench = Bench(
            work=work, parts=settings.parts, files=(), secret=secret, transcript=Transcript()
        )
        return run_checks(self._plugin, checks, settings.limits).results

    def chancy(self, modules: Mapping[str, ModuleType]) -> tuple[str, ...]:
        """The hidden checks that measure an accuracy; public ones always draw the same numbers."""
        hidden = [each.check.id for each in self._checks if each.check.hidden]
        return tuple(check for check in hidden if self.attempts(check, modules, SECRET))

    def attempts(
        self, check: str, modules: Mapping[str, ModuleType], secret: bytes
    ) -> list[Attempt]:
        """The accuracies that a check measures on the reference."""
        with attempts() as seen:
            self.results(Loopback(modules), secret, only=(check,))
        return seen


def rehearse(assignment: Assignment, plugin: JudgePlugin, count: int, runs: int) -> Rehearsed:
    """Everything, with `count` other secrets, and `runs` of every accuracy check."""
    rehearsal = Rehearsal(assignment, plugin)
    modules = modules_of(assignment, "tried")
    witness = Witness(modules, modules_of(assignment, "twin"))
    rehearsal.results(witness, SECRET)
    return Rehearsed(
        replies=witness.replies(),
        secrets=count,
        unsteady=tuple(_with_other_secrets(rehearsal, modules, count)),
        oracle=tuple(_beside_oracle(rehearsal, assignment, modules)),
        misses=tuple(_misses(rehearsal, modules, runs)),
    )


def modules_of(assignment: Assignment, role: str) -> dict[str, ModuleType]:
    """A copy of the reference's modules, and `given`."""
    prefix = f"{role}_{assignment.id}"
    modules = {
        part.name: load_module(assignment.reference / part.file, f"{prefix}_{part.name}")
        for part in assignment.settings.parts
    }
    if assignment.given is not None:
        modules["given"] = load_module(assignment.given, "given")
    return modules


def _with_other_secrets(
    rehearsal: Rehearsal, modules: Mapping[str, ModuleType], count: int
) -> Iterator[Unsteady]:
    for number, secret in enumerate(secrets(count), start=1):
        for result in rehearsal.results(Loopback(modules), secret):
            if result.verdict is not Verdict.PASSED or result.share < 1:
                under = f"other random numbers (secret {number} of {count})"
                yield Unsteady(check=result.check.id, under=under, said=result.message)


def _misses(rehearsal: Rehearsal, modules: Mapping[str, ModuleType], runs: int) -> Iterator[Missed]:
    """How often the reference misses in each accuracy check that chance has a part in."""
    for check in rehearsal.chancy(modules) if runs else ():
        seen = [rehearsal.attempts(check, modules, secret) for secret in secrets(runs)]
        first = [attempt for attempts in seen for attempt in attempts if not attempt.again]
        misses = sum(attempt.missed for attempt in first)
        yield Missed(
            check=check,
            runs=len(first),
            misses=misses,
            bound=_bound(misses, len(first), repeated=all(each.repeated for each in first)),
        )


def _bound(misses: int, runs: int, *, repeated: bool) -> float:
    """What the runs say about losing the check; without a second attempt, no run may miss."""
    if repeated:
        return miss_bound(misses, runs)
    return miss_bound(misses, runs, attempts=1) if misses else 0.0


def _beside_oracle(
    rehearsal: Rehearsal, assignment: Assignment, modules: Mapping[str, ModuleType]
) -> Iterator[Agreement]:
    """How each function of the assignment compares with its oracle, or why it does not."""
    if assignment.settings.torch:
        return
    file = assignment.oracle
    module = load_module(file, f"oracle_of_{assignment.id}") if file is not None else None
    oracles = oracles_in(module) if module is not None else {}
    excused: Mapping[str, str] = getattr(module, "WITHOUT_ORACLE", {})
    twin = modules_of(assignment, "twin")
    witness = Witness(modules, twin, _with_oracles(assignment, oracles))
    rehearsal.results(witness, SECRET)
    for function in _functions(assignment):
        found = witness.agreement(function)
        if found.calls and function in oracles:
            yield found
        elif found.calls and function not in excused:
            yield Agreement(function=function, calls=found.calls, problem="has no oracle")


def _with_oracles(assignment: Assignment, oracles: Mapping[str, Any]) -> dict[str, ModuleType]:
    modules = modules_of(assignment, "oracle")
    for of, function in oracles.items():
        part, _, name = of.partition(".")
        setattr(modules[part], name, function)
    return modules


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
    assignment = open_course(Path(course)).assignment(name)
    _say(out, knowledge_of(assignment))

    def serve(plugin: JudgePlugin) -> None:
        _say(out, rehearse(assignment, plugin, int(count), int(runs)))

    parts = assignment.settings.parts
    plugin = JudgePlugin(reference_of(parts, modules_of(assignment, "reference"), Memo()), serve)
    files = [str(path) for path in assignment.checks]
    code = pytest.main([*PYTEST_OPTIONS, f"--config-file={os.devnull}", *files], plugins=[plugin])
    return int(code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED))


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
