"""Runs the public checks on every known mistake and records its replies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from grader.assignments import Assignment
from grader.checks.mistake_registry import Mistake, mistakes_in
from grader.home.dry_run import CourseCode, results_of
from grader.home.judging import HomeChecker, at_home
from grader.home.place import of_course
from grader.home.recording import RecordedMistake, RecordedReply, digest
from grader.judge.diagnosis.explanation import diagnosis_of
from grader.judge.proxy.exchange import Listener, function_of
from grader.judge.proxy.transcript import Transcript
from grader.judge.reference import load_module, modules_in, replaced
from grader.model import Check, Verdict
from grader.wire import messages as m
from grader.wire.marshalling import Buffers

MOST = 200
"""Requests of one check; mistakes are not looked for where there are more."""


def record_mistakes(assignment: Assignment) -> tuple[RecordedMistake, ...]:
    """The replies of each known mistake in the public checks; without those that none shows."""
    if assignment.mistakes is None:
        return ()
    known = mistakes_in(load_module(assignment.mistakes, f"recorded_{assignment.id}"))
    modules = modules_in(assignment, assignment.reference, "recorded")

    def use(home: HomeChecker) -> tuple[RecordedMistake, ...]:
        return tuple(_recorded(home, known, modules))

    return at_home(of_course(assignment), use)


def _recorded(
    home: HomeChecker,
    known: tuple[tuple[Mistake, Callable[..., Any]], ...],
    modules: Mapping[str, ModuleType],
) -> Iterator[RecordedMistake]:
    for mistake, function in known:
        part, _, name = mistake.of.partition(".")
        code = RecordedCourseCode(modules)
        with replaced(modules[part], name, function):
            results = results_of(home, code)
        failed = {each.check.id for each in results if each.verdict is Verdict.FAILED}
        if failed:
            compared = failed | {
                id for id, called in code.functions.items() if mistake.of in called
            }
            yield RecordedMistake(
                mistake=diagnosis_of(mistake),
                failed=tuple(sorted(failed)),
                replies={id: tuple(made) for id, made in code.replies.items() if id in compared},
            )


class RecordedCourseCode(CourseCode):
    """Code of the course as a submission, and all its replies, by check."""

    def __init__(self, modules: Mapping[str, ModuleType]) -> None:
        super().__init__(modules)
        self.replies: dict[str, list[RecordedReply]] = {}
        self.functions: dict[str, set[str]] = {}
        self._check = ""
        self._depth = 0

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """Record which check it is."""
        self._check = check.id
        self.replies[check.id], self.functions[check.id] = [], set()

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Answer, and record the reply."""
        request_digest = digest(request, buffers)
        self._depth += 1
        try:
            reply, answer = super().request(request, buffers, listener)
        finally:
            self._depth -= 1
        if function := function_of(request):
            self.functions[self._check].add(function)
        kept = tuple(bytes(buffer) for buffer in answer)
        self._record(RecordedReply(request=request_digest, reply=_value(reply), buffers=kept))
        return reply, answer

    def _record(self, reply: RecordedReply) -> None:
        replies = self.replies.get(self._check)
        if replies is not None and (self._depth or len(replies) >= MOST):
            del self.replies[self._check]  # it cannot be compared request by request
        elif replies is not None:
            replies.append(reply)


def _value(reply: m.Reply) -> m.Returned | m.Returns | m.Done | None:
    """A reply that holds values alone; what was raised would show the code."""
    if isinstance(reply, m.Returns):
        return reply if reply.failure is None else None
    return reply if isinstance(reply, m.Returned | m.Done) else None
