"""Runs the public checks on the reference and records their calls of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

from grader.assignments import Assignment
from grader.checks.multiple_choice import ANSWERS
from grader.errors import CourseError
from grader.home.recording import (
    RecordedValue,
    Recording,
    ReferenceCall,
    recorded,
    recorded_copy,
)
from grader.judge.plugin.check_session import CheckSession, collect_checks
from grader.judge.proxy.exchange import Listener, Loopback, function_of
from grader.judge.proxy.transcript import Transcript
from grader.judge.reference import modules_in
from grader.model import Check, Part, Verdict
from grader.scoring import maximum
from grader.wire import messages as m
from grader.wire.marshalling import Buffers, Unsendable


def record(assignment: Assignment) -> Recording:
    """Record what the public checks of an assignment ask its reference.

    Raises CourseError when the reference fails one of them, or returns what cannot be recorded.
    """
    recorder = ReferenceRecorder()
    modules = modules_in(assignment, assignment.reference, "reference")
    reference = recorder.reference(assignment, modules)

    def run(session: CheckSession) -> Recording:
        return _recording(assignment, session, recorder, modules)

    return collect_checks(assignment.checks, reference, assignment.settings, run)


def hidden_checks(assignment: Assignment) -> frozenset[str]:
    """The functions of hidden checks, also where only some of their cases are: as pytest says."""

    def names(session: CheckSession) -> frozenset[str]:
        return frozenset(each.id.partition("[")[0] for each in session.checks if each.hidden)

    return collect_checks(assignment.checks, None, assignment.settings, names)


def _recording(
    assignment: Assignment,
    session: CheckSession,
    recorder: ReferenceRecorder,
    modules: Mapping[str, ModuleType],
) -> Recording:
    questions = session.questions
    public = tuple(each for each in session.checks if not each.hidden and each not in questions)
    hidden = tuple(each for each in session.checks if each.hidden)
    submission = RecordedReference(modules, recorder)
    with session.context(submission):
        judged = session.run([each.id for each in public])
    problems = tuple(
        f"{result.check.id}: {result.message}"
        for result in judged.results
        if result.verdict is not Verdict.PASSED
    )
    if problems:
        raise CourseError("the reference does not pass its own public checks", problems=problems)
    return Recording(
        assignment=assignment.id,
        checks=public,
        functions={check: tuple(names) for check, names in submission.functions.items()},
        calls=recorder.calls,
        constants=recorder.constants,
        parameters=dict(_parameters(assignment.settings.parts, modules)),
        questions=tuple(each.id.removeprefix("test_") for each in questions),
        hidden=len(hidden),
        hidden_points=maximum(hidden),
        question_points=maximum(questions),
    )


def _parameters(
    parts: Sequence[Part], modules: Mapping[str, ModuleType]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Messages name the arguments of a call as the solution does, and as the starter does."""
    for part in parts:
        for name in part.functions:
            function = getattr(modules[part.name], name, None)
            if inspect.isfunction(function):
                code = function.__code__
                yield f"{part.name}.{name}", code.co_varnames[: code.co_argcount]


class RecordedReference(Loopback):
    """The reference as the submission, and which of its functions each check calls."""

    def __init__(self, modules: Mapping[str, ModuleType], recorder: ReferenceRecorder) -> None:
        super().__init__(modules)
        self.functions: dict[str, dict[str, None]] = {}
        self._recorder = recorder

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """Tell the recorder which check it is."""
        self._recorder.check = check.id

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Record the function that is called, and answer."""
        if function := function_of(request):
            self.functions.setdefault(self._recorder.check, {})[function] = None
        return super().request(request, buffers, listener)


class ReferenceRecorder:
    """Records arguments and results of the functions of the reference."""

    def __init__(self) -> None:
        self.check = ""
        """The check that is running."""
        self.constants: dict[str, RecordedValue] = {}
        """Plain values that checks read from the reference, by "part.NAME"."""
        self._calls: dict[str, list[ReferenceCall]] = {}
        self._depth = 0

    def recording(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, whose calls by a check are recorded; those by itself are not."""

        def called(*args: Any, **kwargs: Any) -> Any:
            before = recorded_copy((args, kwargs))
            self._depth += 1
            try:
                result = function(*args, **kwargs)
            finally:
                self._depth -= 1
            if self._depth == 0:
                self._record(name, before, result, recorded_copy((args, kwargs)))
            return result

        called.__name__ = called.__qualname__ = function.__name__
        return called

    @property
    def calls(self) -> dict[str, tuple[ReferenceCall, ...]]:
        """All calls, by the check's id."""
        return {check: tuple(calls) for check, calls in self._calls.items()}

    def _record(
        self, name: str, before: RecordedValue | None, result: Any, after: RecordedValue | None
    ) -> None:
        check = self.check
        try:
            kept = recorded(result)
        except Unsendable as error:
            raise CourseError(
                f"{check}: what reference.{name} returns cannot be written down ({error.path})",
                hint="Public checks compare plain values: numbers, arrays, tuples, lists, dicts.",
            ) from error
        call = ReferenceCall(
            function=name,
            arguments=before,
            result=kept,
            after=after if after != before else None,
        )
        self._calls.setdefault(check, []).append(call)

    def reference(self, assignment: Assignment, modules: Mapping[str, ModuleType]) -> Any:
        """What checks see as `reference` while it is recorded."""
        parts = assignment.settings.parts
        spaces = {part.name: self._namespace(part.name, modules[part.name]) for part in parts}
        reference: Any = spaces[parts[0].name] if len(parts) == 1 else SimpleNamespace(**spaces)
        if "given" in modules:
            reference.given = modules["given"]
        return reference

    def _namespace(self, part: str, module: ModuleType) -> RecordedNamespace:
        functions = {
            name: self.recording(f"{part}.{name}", value)
            for name, value in vars(module).items()
            if not name.startswith("_") and callable(value) and not isinstance(value, type)
        }
        return RecordedNamespace(part, module, functions, self.constants)


class RecordedNamespace:
    """A part of the reference; values that a check reads in it are recorded."""

    def __init__(
        self,
        part: str,
        module: ModuleType,
        functions: Mapping[str, Callable[..., Any]],
        constants: dict[str, RecordedValue],
    ) -> None:
        self._part = part
        self._module = module
        self._constants = constants
        vars(self).update(functions)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._module, name)
        if name.startswith("_"):
            return value
        if name == ANSWERS:
            raise CourseError(f"a public check reads reference.{ANSWERS}, the key to the questions")
        constant = recorded_copy(value)
        if constant is None:
            raise CourseError(f"a public check uses reference.{name}, which is no plain value")
        self._constants[f"{self._part}.{name}"] = constant
        return value
