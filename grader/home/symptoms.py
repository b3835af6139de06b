"""Runs the public checks on every known mistake and writes down what it replies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from grader.assignments import Assignment
from grader.checks.mistake_registry import Mistake, mistakes_in
from grader.home.judging import Home, at_home
from grader.home.place import of_course
from grader.home.recording import Heard, Symptoms, digest
from grader.home.rehearsal import InThisProcess, results_of
from grader.judge.diagnosis.replay import replaced
from grader.judge.proxy.exchange import Listener
from grader.judge.proxy.transcript import Transcript
from grader.judge.reference import load_module, modules_in
from grader.model import Check, Diagnosis, Verdict
from grader.wire import messages as m
from grader.wire.marshalling import Buffers, Named

MOST = 200
"""Requests of one check; mistakes are not looked for where there are more."""


def symptoms_of(assignment: Assignment) -> tuple[Symptoms, ...]:
    """How each known mistake shows in the public checks; without those that show in none."""
    if assignment.mistakes is None:
        return ()
    known = mistakes_in(load_module(assignment.mistakes, f"symptoms_{assignment.id}"))
    modules = modules_in(assignment, assignment.reference, "symptoms")

    def use(home: Home) -> tuple[Symptoms, ...]:
        return tuple(_shown(home, known, modules))

    return at_home(of_course(assignment), use)


def _shown(
    home: Home,
    known: tuple[tuple[Mistake, Callable[..., Any]], ...],
    modules: Mapping[str, ModuleType],
) -> Iterator[Symptoms]:
    for mistake, function in known:
        part, _, name = mistake.of.partition(".")
        work = Noted(modules)
        with replaced(modules[part], name, function):
            results = results_of(home, work)
        failed = {each.check.id for each in results if each.verdict is Verdict.FAILED}
        if failed:
            telling = failed | {id for id, called in work.functions.items() if mistake.of in called}
            yield Symptoms(
                mistake=Diagnosis(
                    mistake=mistake.id, of=mistake.of, hint=mistake.hint, source=mistake.source
                ),
                failed=tuple(sorted(failed)),
                heard={id: tuple(said) for id, said in work.heard.items() if id in telling},
            )


class Noted(InThisProcess):
    """Code of the course as a submission, and all that it replied, by check."""

    def __init__(self, modules: Mapping[str, ModuleType]) -> None:
        super().__init__(modules)
        self.heard: dict[str, list[Heard]] = {}
        self.functions: dict[str, set[str]] = {}
        self._check = ""
        self._depth = 0

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """Note which check it is."""
        self._check = check.id
        self.heard[check.id], self.functions[check.id] = [], set()

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Answer, and note it."""
        asked = digest(request, buffers)
        self._depth += 1
        try:
            reply, answer = super().request(request, buffers, listener)
        finally:
            self._depth -= 1
        target = getattr(request, "target", None)
        if isinstance(target, Named):
            self.functions[self._check].add(f"{target.part}.{target.name}")
        kept = tuple(bytes(buffer) for buffer in answer)
        self._note(Heard(request=asked, reply=_value(reply), answer=kept))
        return reply, answer

    def _note(self, heard: Heard) -> None:
        said = self.heard.get(self._check)
        if said is not None and (self._depth or len(said) >= MOST):
            del self.heard[self._check]  # it cannot be compared request by request
        elif said is not None:
            said.append(heard)


def _value(reply: m.Reply) -> m.Returned | m.Returns | m.Done | None:
    """A reply that holds values alone; what was raised would show the code."""
    if isinstance(reply, m.Returns):
        return reply if reply.failure is None else None
    return reply if isinstance(reply, m.Returned | m.Done) else None
