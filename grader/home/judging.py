"""The public checks on a student's files, on the student's own machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from types import ModuleType
from typing import Protocol, TypeVar

from grader.far.records import Settings
from grader.home.child import HomeChild
from grader.home.place import Place
from grader.home.playback import Playback
from grader.home.recording import Recording
from grader.judge.bench import Bench, Work
from grader.judge.collect import Runnable, runnables
from grader.judge.plugin import JudgePlugin
from grader.judge.reference import load_module
from grader.judge.run import run_checks
from grader.judge.session import collected
from grader.judge.stopped import Stopped
from grader.judge.transcript import Transcript
from grader.model import Check, CheckResult, Record, SourceFile, Submission

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

    def __init__(self, place: Place, recording: Recording, plugin: JudgePlugin) -> None:
        self.recording = recording
        self._place = place
        self._plugin = plugin
        settings = place.settings
        public = {check.id for check in recording.checks}
        found = runnables(plugin.items, settings.parts, settings.limits)
        self._checks = [each for each in found if each.check.id in public]
        self._given = place.given.read_bytes() if place.given else None
        self._far = Settings(
            tier="trusted",
            packages=settings.spec.packages,
            torch=settings.spec.torch,
            limits=settings.limits,
            lockdown=False,
        )

    def start(self, files: Sequence[SourceFile]) -> HomeChild:
        """Start Python for these files; it gets ready while something else is done."""
        return HomeChild(self._far, files, self._given)

    def check(
        self,
        submission: Submission,
        functions: Collection[str] = (),
        child: Running | None = None,
    ) -> Checked:
        """Run the public checks, or those of some functions ("softmax", "losses.softmax")."""
        began = time.monotonic()
        child = child if child is not None else self.start(submission.files)
        try:
            self._plugin.bench = Bench(
                work=child,
                parts=self._place.settings.parts,
                files=submission.files,
                secret=b"",
                transcript=Transcript(),
            )
            judged = run_checks(self._plugin, self._wanted(functions), self._far.limits)
            answered = () if functions else self._answered(child)
        finally:
            child.close()
        return Checked(
            assignment=self.recording.assignment,
            results=judged.results,
            answered=answered,
            recording=self.recording,
            notes=submission.notes,
            seconds=time.monotonic() - began,
        )

    def _wanted(self, functions: Collection[str]) -> list[Runnable]:
        """The checks that call one of the functions, and what those need; all without any."""
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

    def _answered(self, child: Running) -> tuple[str, ...]:
        if not self.recording.questions or self._plugin.bench is None:
            return ()
        try:
            self._plugin.bench.begin(_QUESTIONS, self._far.limits.check_cpu)
            answers = self._plugin.bench.answers()
        except (Stopped, AssertionError):
            return ()
        return tuple(
            each for each in self.recording.questions if str(answers.get(each) or "").strip()
        )


def at_home(place: Place, use: Callable[[Home], T]) -> T:
    """Collect the public checks and return what `use` makes of them.

    Raises CourseError when they, or what they expect, cannot be read.
    """
    recording = place.recording()
    current: list[JudgePlugin] = []

    def check_id() -> str:
        bench = current[0].bench if current else None
        return bench.check.id if bench and bench.check else ""

    given: ModuleType | None = load_module(place.given, "given") if place.given else None
    reference = Playback(recording, check_id).reference(place.settings.parts, given)

    def begin(plugin: JudgePlugin) -> T:
        current.append(plugin)
        return use(Home(place, recording, plugin))

    return collected(place.checks, reference, begin)
