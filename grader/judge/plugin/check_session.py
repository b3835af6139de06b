"""One pytest session: the check files of an assignment are collected, then run on submissions."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from grader.assignments import QUESTIONS_FILE
from grader.checks.multiple_choice import Answers
from grader.config import AssignmentSettings
from grader.errors import CourseError
from grader.judge.plugin.collect import runnables
from grader.judge.plugin.context import CheckContext
from grader.judge.plugin.plugin import JudgePlugin
from grader.judge.plugin.run_checks import run_checks
from grader.judge.proxy.exchange import SubmissionUnderTest
from grader.model import Check, Judged, SourceFile

T = TypeVar("T")

_ANSWERS = Check(id="test_questions", title="The questions.", points=0)
"""In place of a check, where only the answers are read."""

_INI = Path(__file__).with_name("pytest.ini")
_UNUSED = (
    *("cacheprovider", "faulthandler", "threadexception", "unraisableexception", "logging"),
    *("doctest", "junitxml", "stepwise", "pastebin", "terminal"),
)
_OPTIONS = (
    *(f"--config-file={_INI}", "--capture=no", "--import-mode=importlib"),
    *("--strict-markers", "--noconftest"),
    *(f"-pno:{plugin}" for plugin in _UNUSED),
)


class CheckSession:
    """The collected checks of an assignment, for one submission after the other."""

    def __init__(self, plugin: JudgePlugin, settings: AssignmentSettings) -> None:
        self._plugin = plugin
        self._settings = settings
        self._runnables = runnables(plugin.items, settings.parts, settings.limits)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks, in the order in which they run."""
        return tuple(each.check for each in self._runnables)

    @property
    def questions(self) -> tuple[Check, ...]:
        """Those of them that `questions.toml` holds, whose key stays with the instructor."""
        return tuple(
            each.check for each in self._runnables if each.item.path.name == QUESTIONS_FILE
        )

    @property
    def current(self) -> str:
        """The id of the check that runs, or ran last, on the submission; empty before the first."""
        context = self._plugin.context
        return context.check.id if context and context.check else ""

    @contextmanager
    def context(
        self,
        submission: SubmissionUnderTest,
        files: Sequence[SourceFile] = (),
        secret: bytes = b"",
    ) -> Iterator[CheckContext]:
        """Have the checks meet this submission, and none when it is over."""
        self._plugin.context = CheckContext(submission, self._settings.parts, files, secret)
        try:
            yield self._plugin.context
        finally:
            self._plugin.context = None

    def run(self, only: Collection[str] | None = None) -> Judged:
        """Run the checks on the submission that they meet, or those whose ids are in `only`."""
        chosen = [each for each in self._runnables if only is None or each.check.id in only]
        return run_checks(self._plugin, chosen, self._settings.limits)

    def answers(self) -> Answers:
        """What the submission answers to the questions, be it right or wrong.

        Raises Stopped or AssertionError when that cannot be read.
        """
        if self._plugin.context is None:
            raise RuntimeError("no submission is being judged")
        self._plugin.context.begin(_ANSWERS, self._settings.limits.check_cpu)
        return self._plugin.context.answers()


def collect_checks(
    files: Sequence[Path],
    reference: Any,
    settings: AssignmentSettings,
    use: Callable[[CheckSession], T],
) -> T:
    """Collect check files and return what `use` makes of them, while the session lasts.

    Raises CourseError when a file cannot be read, and what `use` raises.
    """
    values: list[T] = []
    errors: list[BaseException] = []

    def serve(plugin: JudgePlugin) -> None:
        if plugin.problems:
            return
        try:
            values.append(use(CheckSession(plugin, settings)))
        except (Exception, KeyboardInterrupt) as error:  # pytest would make its own of them
            errors.append(error)

    plugin = JudgePlugin(reference, serve)
    with _nothing_of_the_user():
        ended = pytest.main([*_OPTIONS, *map(str, files)], plugins=[plugin])
    for error in errors:
        raise error
    if ended == pytest.ExitCode.INTERRUPTED and not plugin.problems:
        raise KeyboardInterrupt
    if not values:
        raise CourseError("the check files cannot be read", problems=tuple(plugin.problems))
    return values[0]


@contextmanager
def _nothing_of_the_user() -> Iterator[None]:
    """Keep out the options and the plugins that somebody uses for tests of their own."""
    before = {name: value for name, value in os.environ.items() if name.startswith("PYTEST_")}
    for name in before:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update(before)
