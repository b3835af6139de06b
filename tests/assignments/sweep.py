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
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from grader.assignments import Assignment, open_course
from grader.checks.mistakes import mistakes_in
from grader.judge.bench import Bench
from grader.judge.collect import Runnable, runnables
from grader.judge.loopback import Loopback
from grader.judge.plugin import JudgePlugin
from grader.judge.reference import Memo, load_module, reference_of
from grader.judge.run import run_checks
from grader.judge.template import PYTEST_OPTIONS
from grader.judge.transcript import Transcript
from grader.model import Verdict

SECRETS = tuple(hashlib.sha256(bytes([n])).digest() for n in range(12))


class Sweep:
    """Everything that is run for one assignment."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.parts = assignment.settings.parts
        self.reference = self.modules(assignment.reference)
        self.failed: dict[str, list[str]] = {}

    def modules(self, folder: Path) -> dict[str, ModuleType]:
        modules = {
            part.name: load_module(folder / part.file, f"{folder.name}_{part.name}_{id(folder)}")
            for part in self.parts
        }
        given = self.assignment.given
        return modules if given is None else {**modules, "given": load_module(given, "given")}

    def run(self) -> None:
        plugin = JudgePlugin(reference_of(self.parts, self.reference, Memo()), self.serve)
        files = [str(path) for path in self.assignment.checks]
        pytest.main([*PYTEST_OPTIONS, "--config-file=/dev/null", *files], plugins=[plugin])
        if plugin.problems:
            sys.exit("\n".join(plugin.problems))

    def serve(self, plugin: JudgePlugin) -> None:
        checks = runnables(plugin.items, self.parts, self.assignment.settings.limits)
        self.many(plugin, checks, "reference", self.reference)
        self.many(plugin, checks, "ada", self.modules(self.right_example()))
        self.one(plugin, checks, "starter", self.modules(self.assignment.starter), SECRETS[0])
        for name, modules in self.mistakes():
            self.one(plugin, checks, name, modules, SECRETS[0])

    def right_example(self) -> Path:
        """The folder of ada's submission; those that need torch are kept apart."""
        examples = self.assignment.folder.parents[1] / "examples"
        kind = "torch" if self.assignment.settings.torch else "submissions"
        return examples / kind / self.assignment.id / "ada"

    def mistakes(self) -> Iterator[tuple[str, dict[str, ModuleType]]]:
        assert self.assignment.mistakes is not None
        for mistake, function in mistakes_in(load_module(self.assignment.mistakes, "mistakes")):
            part, name = mistake.of.split(".")
            with replaced(self.reference[part], name, function):
                yield mistake.id, self.reference

    def many(
        self,
        plugin: JudgePlugin,
        checks: tuple[Runnable, ...],
        name: str,
        modules: Mapping[str, ModuleType],
    ) -> None:
        for secret in SECRETS:
            self.one(plugin, checks, name, modules, secret)

    def one(
        self,
        plugin: JudgePlugin,
        checks: tuple[Runnable, ...],
        name: str,
        modules: Mapping[str, ModuleType],
        secret: bytes,
    ) -> None:
        plugin.bench = Bench(
            work=Loopback(modules),
            parts=self.parts,
            files=(),
            secret=secret,
            transcript=Transcript(),
        )
        judged = run_checks(plugin, checks, self.assignment.settings.limits)
        failed = {r.check.id for r in judged.results if r.verdict is not Verdict.PASSED}
        self.failed[name] = sorted({*self.failed.get(name, ()), *failed})


@contextmanager
def replaced(module: ModuleType, name: str, function: object) -> Iterator[None]:
    """`module` with another function of this name, also for its own calls."""
    right = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, right)


def main() -> None:
    course, assignment = sys.argv[1:]
    sweep = Sweep(open_course(Path(course)).assignment(assignment))
    output, sys.stdout = sys.stdout, sys.stderr
    sweep.run()
    print(json.dumps(sweep.failed), file=output)


if __name__ == "__main__":
    main()
