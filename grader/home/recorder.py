"""Runs the public checks on the reference and writes down what they ask it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

from grader.assignments import QUESTIONS_FILE, Assignment
from grader.checks.multiple_choice import ANSWERS
from grader.errors import CourseError
from grader.home.recording import Recording, Spoken, Written, write, written
from grader.judge.plugin.collect import Runnable, runnables
from grader.judge.plugin.context import CheckContext
from grader.judge.plugin.plugin import JudgePlugin
from grader.judge.plugin.pytest_session import collected
from grader.judge.plugin.run_checks import run_checks
from grader.judge.proxy.exchange import Listener
from grader.judge.proxy.loopback import Loopback
from grader.judge.proxy.transcript import Transcript
from grader.judge.reference import modules_in
from grader.model import Check, Part, Verdict
from grader.scoring import maximum
from grader.wire import messages as m
from grader.wire.marshalling import Buffers, Named, Unsendable


def record(assignment: Assignment) -> Recording:
    """Write down what the public checks of an assignment ask its reference.

    Raises CourseError when the reference fails one of them, or returns what cannot be written.
    """
    recorder = Recorder()
    modules = modules_in(assignment, assignment.reference, "reference")
    reference = recorder.reference(assignment, modules)

    def run(plugin: JudgePlugin) -> Recording:
        return _recording(assignment, plugin, recorder, modules)

    return collected(assignment.checks, reference, run)


def hidden_checks(assignment: Assignment) -> frozenset[str]:
    """The functions of hidden checks, also where only some of their cases are: as pytest says."""

    def names(plugin: JudgePlugin) -> frozenset[str]:
        checks = runnables(plugin.items, assignment.settings.parts, assignment.settings.limits)
        return frozenset(each.check.id.partition("[")[0] for each in checks if each.check.hidden)

    return collected(assignment.checks, None, names)


def is_question(runnable: Runnable) -> bool:
    """Whether a check is one of the card's, whose key stays with the instructor."""
    return runnable.item.path.name == QUESTIONS_FILE


def _recording(
    assignment: Assignment,
    plugin: JudgePlugin,
    recorder: Recorder,
    modules: Mapping[str, ModuleType],
) -> Recording:
    settings = assignment.settings
    checks = runnables(plugin.items, settings.parts, settings.limits)
    questions = [each for each in checks if is_question(each)]
    public = [each for each in checks if not each.check.hidden and each not in questions]
    hidden = [each.check for each in checks if each.check.hidden]
    work = Overheard(modules, recorder)
    plugin.context = CheckContext(
        work=work, parts=settings.parts, files=(), secret=b"", transcript=Transcript()
    )
    judged = run_checks(plugin, public, settings.limits)
    problems = tuple(
        f"{result.check.id}: {result.message}"
        for result in judged.results
        if result.verdict is not Verdict.PASSED
    )
    if problems:
        raise CourseError("the reference does not pass its own public checks", problems=problems)
    return Recording(
        assignment=assignment.id,
        checks=tuple(each.check for each in public),
        functions={check: tuple(names) for check, names in work.functions.items()},
        calls=recorder.calls,
        constants=recorder.constants,
        parameters=dict(_parameters(settings.parts, modules)),
        questions=tuple(each.check.id.removeprefix("test_") for each in questions),
        hidden=len(hidden),
        hidden_points=maximum(hidden),
        question_points=maximum(each.check for each in questions),
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


class Overheard(Loopback):
    """The reference as the submission, and which of its functions each check calls."""

    def __init__(self, modules: Mapping[str, ModuleType], recorder: Recorder) -> None:
        super().__init__(modules)
        self.functions: dict[str, dict[str, None]] = {}
        self._recorder = recorder

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """Tell the recorder which check it is."""
        self._recorder.check = check.id

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Note the function that is called, and answer."""
        target = getattr(request, "target", None)
        if isinstance(target, Named):
            called = self.functions.setdefault(self._recorder.check, {})
            called[f"{target.part}.{target.name}"] = None
        return super().request(request, buffers, listener)


class Recorder:
    """Writes down what functions of the reference are asked and answer."""

    def __init__(self) -> None:
        self.check = ""
        """The check that is running."""
        self.constants: dict[str, Written] = {}
        """Plain values that checks read from the reference, by "part.NAME"."""
        self._calls: dict[str, list[Spoken]] = {}
        self._depth = 0

    def listening(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, whose calls by a check are written down; those by itself are not."""

        def asked(*args: Any, **kwargs: Any) -> Any:
            before = written((args, kwargs))
            self._depth += 1
            try:
                answer = function(*args, **kwargs)
            finally:
                self._depth -= 1
            if self._depth == 0:
                self._note(name, before, answer, written((args, kwargs)))
            return answer

        asked.__name__ = asked.__qualname__ = function.__name__
        return asked

    @property
    def calls(self) -> dict[str, tuple[Spoken, ...]]:
        """All of it, by the check's id."""
        return {check: tuple(calls) for check, calls in self._calls.items()}

    def _note(self, name: str, before: Written | None, answer: Any, after: Written | None) -> None:
        check = self.check
        try:
            answered = write(answer)
        except Unsendable as error:
            raise CourseError(
                f"{check}: what reference.{name} returns cannot be written down ({error.path})",
                hint="Public checks compare plain values: numbers, arrays, tuples, lists, dicts.",
            ) from error
        spoken = Spoken(
            function=name,
            asked=before,
            answered=answered,
            after=after if after != before else None,
        )
        self._calls.setdefault(check, []).append(spoken)

    def reference(self, assignment: Assignment, modules: Mapping[str, ModuleType]) -> Any:
        """What checks see as `reference` while it is written down."""
        parts = assignment.settings.parts
        spaces = {part.name: self._listening_to(part.name, modules[part.name]) for part in parts}
        reference: Any = spaces[parts[0].name] if len(parts) == 1 else SimpleNamespace(**spaces)
        if "given" in modules:
            reference.given = modules["given"]
        return reference

    def _listening_to(self, part: str, module: ModuleType) -> Space:
        functions = {
            name: self.listening(f"{part}.{name}", value)
            for name, value in vars(module).items()
            if not name.startswith("_") and callable(value) and not isinstance(value, type)
        }
        return Space(part, module, functions, self.constants)


class Space:
    """A part of the reference; values that a check reads in it are written down."""

    def __init__(
        self,
        part: str,
        module: ModuleType,
        functions: Mapping[str, Callable[..., Any]],
        constants: dict[str, Written],
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
        constant = written(value)
        if constant is None:
            raise CourseError(f"a public check uses reference.{name}, which is no plain value")
        self._constants[f"{self._part}.{name}"] = constant
        return value
