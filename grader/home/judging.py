"""The public checks on a student's files, on the student's own machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from types import ModuleType
from typing import Protocol, TypeVar

from grader.home.child import HomeChild
from grader.home.interpreter import Interpreter, far_side
from grader.home.naming import named
from grader.home.place import Place
from grader.home.playback import Playback
from grader.home.recording import Recording
from grader.judge.diagnosis.diagnosis import Diagnostician
from grader.judge.plugin.collect import Runnable, runnables
from grader.judge.plugin.context import CheckContext, Work
from grader.judge.plugin.plugin import JudgePlugin
from grader.judge.plugin.pytest_session import collected
from grader.judge.plugin.run_checks import run_checks
from grader.judge.proxy.failures import Stopped
from grader.judge.proxy.transcript import Transcript
from grader.judge.reference import load_module
from grader.model import Check, CheckResult, Record, Submission

T = TypeVar("T")

_QUESTIONS = Check(id="test_questions", title="The questions.", points=0)


class Checked(Record):
    """What is known of a student's files after the public checks."""

    assignment: str
    results: tuple[CheckResult, ...]
    answered: tuple[str, ...]
    """The questions that have an answer; whether it is right is not known here."""
    recording: Recording
    notes: tuple[str, ...]
    seconds: float


class Running(Work, Protocol):
    """A student's code that can be asked, and ended."""

    def close(self) -> None:
        """End it."""
        ...


class Home:
    """Checks a student's files again and again; see `at_home`."""

    def __init__(
        self, place: Place, recording: Recording, plugin: JudgePlugin, python: Interpreter | None
    ) -> None:
        self.recording = recording
        self._place = place
        self._plugin = plugin
        self._spare = python
        settings = place.settings
        public = {check.id for check in recording.checks}
        found = runnables(plugin.items, settings.parts, settings.limits)
        self._checks = [each for each in found if each.check.id in public]
        self._given = place.given.read_bytes() if place.given else None
        self._far = far_side(settings)
        self._sources = Diagnostician({}, (), settings.sources)

    def warm(self) -> None:
        """Start Python for the next check; it gets ready while something else is done."""
        self._spare = self._spare or Interpreter(self._far)

    def close(self) -> None:
        """End what `warm` started."""
        if self._spare is not None:
            self._spare.close()
            self._spare = None

    def check(
        self,
        submission: Submission,
        functions: Collection[str] = (),
        child: Running | None = None,
    ) -> Checked:
        """Run the public checks, or those of some functions ("softmax", "losses.softmax")."""
        began = time.monotonic()
        child = child or self._started(submission)
        context = CheckContext(
            work=child,
            parts=self._place.settings.parts,
            files=submission.files,
            secret=b"",
            transcript=Transcript(),
        )
        self._plugin.context = context
        try:
            judged = run_checks(self._plugin, self._wanted(functions), self._far.limits)
            answered = () if functions else self._answered(context)
        finally:
            child.close()
        return Checked(
            assignment=self.recording.assignment,
            results=named(
                self._sources.explain(judged.results, {}),
                context.dialogues,
                self.recording.symptoms,
            ),
            answered=answered,
            recording=self.recording,
            notes=(*submission.notes, *judged.notes),
            seconds=time.monotonic() - began,
        )

    def _started(self, submission: Submission) -> HomeChild:
        python, self._spare = self._spare, None
        settings = self._place.settings
        return HomeChild(
            self._far,
            submission.files,
            self._given,
            python,
            parts=settings.parts,
            definitions=settings.definitions,
        )

    def _wanted(self, functions: Collection[str]) -> list[Runnable]:
        """The checks that call one of the functions; all of them when none is named."""
        if not functions:
            return list(self._checks)
        calls = self.recording.functions
        return [
            each
            for each in self._checks
            if any(
                name in (called, called.partition(".")[2])
                for called in calls.get(each.check.id, ())
                for name in functions
            )
        ]

    def _answered(self, context: CheckContext) -> tuple[str, ...]:
        """The questions that have an answer, be it right or wrong."""
        if not self.recording.questions:
            return ()
        try:
            context.begin(_QUESTIONS, self._far.limits.check_cpu)
            answers = context.answers()
        except (Stopped, AssertionError):
            return ()
        return tuple(
            each for each in self.recording.questions if str(answers.get(each) or "").strip()
        )


def at_home(place: Place, use: Callable[[Home], T], python: Interpreter | None = None) -> T:
    """Collect the public checks and return what `use` makes of them.

    `python` was started for the first check, and is ended here if there is none.
    Raises CourseError when the checks, or what they expect, cannot be read.
    """
    try:
        return _at_home(place, use, python)
    finally:
        if python is not None:
            python.close()


def _at_home(place: Place, use: Callable[[Home], T], python: Interpreter | None) -> T:
    recording = place.recording()
    current: list[JudgePlugin] = []

    def check_id() -> str:
        context = current[0].context if current else None
        return context.check.id if context and context.check else ""

    given: ModuleType | None = load_module(place.given, "given") if place.given else None
    reference = Playback(recording, check_id).reference(place.settings.parts, given)

    def begin(plugin: JudgePlugin) -> T:
        current.append(plugin)
        home = Home(place, recording, plugin, python)
        try:
            return use(home)
        finally:
            home.close()

    return collected(place.checks, reference, begin)
