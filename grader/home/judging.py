"""The public checks on a student's files, on the student's own machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from pathlib import Path
from types import ModuleType
from typing import Protocol, TypeVar

from grader.config import AssignmentSettings
from grader.errors import UsageError
from grader.home.child import HomeChild
from grader.home.interpreter import Interpreter, far_side
from grader.home.place import Place
from grader.home.recorded_mistakes import with_recorded_mistakes
from grader.home.recording import Recording
from grader.home.reference_replay import ReferenceReplay
from grader.intake.collecting import submission_from, submission_in
from grader.intake.disk import node_at
from grader.intake.safe_names import is_notebook
from grader.intake.tree import File, SubmittedFolder
from grader.judge.diagnosis.explanation import with_sources
from grader.judge.plugin.check_session import CheckSession, collect_checks
from grader.judge.proxy.exchange import SubmissionUnderTest
from grader.judge.proxy.failures import Stopped
from grader.judge.reference import load_module
from grader.model import CheckResult, Record, Submission

T = TypeVar("T")

_STUDENT = "you"


class Checked(Record):
    """What is known of a student's files after the public checks."""

    assignment: str
    results: tuple[CheckResult, ...]
    answered: tuple[str, ...]
    """The questions that have an answer; whether it is right is not known here."""
    recording: Recording
    notes: tuple[str, ...]
    seconds: float


class ClosableSubmission(SubmissionUnderTest, Protocol):
    """A submission that runs until it is closed."""

    def close(self) -> None:
        """End it."""
        ...


class HomeChecker:
    """Checks a student's files again and again; see `at_home`."""

    def __init__(
        self, place: Place, recording: Recording, session: CheckSession, python: Interpreter | None
    ) -> None:
        self.recording = recording
        self._place = place
        self._session = session
        self._spare = python
        settings = place.settings
        public = {check.id for check in recording.checks}
        self._checks = [check.id for check in session.checks if check.id in public]
        self._given = place.given.read_bytes() if place.given else None
        self._far = far_side(settings)

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
        child: ClosableSubmission | None = None,
    ) -> Checked:
        """Run the public checks, or those of some functions ("softmax", "losses.softmax")."""
        began = time.monotonic()
        child = child or self._started(submission)
        with self._session.context(child, submission.files) as context:
            try:
                judged = self._session.run(self._wanted(functions))
                answered = () if functions else self._answered()
            finally:
                child.close()
        return Checked(
            assignment=self.recording.assignment,
            results=with_recorded_mistakes(
                with_sources(judged.results, self._place.settings.sources),
                context.recorded,
                self.recording.mistakes,
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

    def _wanted(self, functions: Collection[str]) -> list[str]:
        """The checks that call one of the functions; all of them when none is named."""
        if not functions:
            return self._checks
        calls = self.recording.functions
        return [
            each
            for each in self._checks
            if any(
                name in (called, called.partition(".")[2])
                for called in calls.get(each, ())
                for name in functions
            )
        ]

    def _answered(self) -> tuple[str, ...]:
        """The questions that have an answer, be it right or wrong."""
        if not self.recording.questions:
            return ()
        try:
            answers = self._session.answers()
        except (Stopped, AssertionError):
            return ()
        return tuple(
            each for each in self.recording.questions if str(answers.get(each) or "").strip()
        )


def submission_at(path: Path, settings: AssignmentSettings) -> Submission:
    """What would be handed in: a folder, one notebook, or the folder of one Python file.

    Raises UsageError for anything else, SubmissionError when it cannot be read.
    """
    if not path.exists():
        raise UsageError(
            f"there is no {path} here",
            hint="Name the folder of the assignment, or one of its files.",
        )
    part_files = {part.file for part in settings.parts}
    if path.suffix == ".py" and path.name in part_files:
        path = path.parent  # with the modules beside it, as at hand-in
    node = node_at(path)
    if isinstance(node, SubmittedFolder):
        return submission_in(node, _STUDENT, settings)
    if isinstance(node, File) and (is_notebook(node.name) or node.name.endswith(".py")):
        return submission_from(node, _STUDENT, settings)
    raise UsageError(
        f"{path} is neither a folder nor a Python file nor a notebook",
        hint="Name the folder of the assignment, or one of its files.",
    )


def at_home(place: Place, use: Callable[[HomeChecker], T], python: Interpreter | None = None) -> T:
    """Collect the public checks and return what `use` makes of them.

    `python` was started for the first check, and is ended here if there is none.
    Raises CourseError when the checks, or what they expect, cannot be read.
    """
    try:
        return _at_home(place, use, python)
    finally:
        if python is not None:
            python.close()


def _at_home(place: Place, use: Callable[[HomeChecker], T], python: Interpreter | None) -> T:
    recording = place.recording()
    current: list[CheckSession] = []

    def check_id() -> str:
        return current[0].current if current else ""

    given: ModuleType | None = load_module(place.given, "given") if place.given else None
    reference = ReferenceReplay(recording, check_id).reference(place.settings.parts, given)

    def begin(session: CheckSession) -> T:
        current.append(session)
        home = HomeChecker(place, recording, session, python)
        try:
            return use(home)
        finally:
            home.close()

    return collect_checks(place.checks, reference, place.settings, begin)
