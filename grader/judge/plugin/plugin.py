"""The pytest plugin that gives checks their fixtures and turns their outcomes into results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import pytest

from grader.assignments import QUESTIONS_FILE
from grader.checks.multiple_choice import Answers
from grader.checks.notes import notes_to
from grader.judge.plugin.context import CheckContext
from grader.judge.plugin.outcome import CheckOutcome, outcome_of
from grader.judge.plugin.question_checks import QuestionFile
from grader.judge.proxy.failures import Fault
from grader.judge.proxy.transcript import Transcript
from grader.model import Check, Verdict

MARKS = (
    "points(n): what the check is worth",
    "bonus: its points come on top of the maximum",
    "hidden: students see only that it exists and whether it passed",
    "needs(*checks): checks without which this one cannot run",
    "timeout(seconds): CPU seconds of the student's code in this check",
)


class JudgePlugin:
    """One pytest session: collect once, then run the checks whenever `serve` asks for it."""

    def __init__(self, reference: Any, serve: Callable[[JudgePlugin], None]) -> None:
        self.context: CheckContext | None = None
        self.items: list[pytest.Function] = []
        self.problems: list[str] = []
        self._reference = reference
        self._serve = serve
        self._outcome: CheckOutcome | None = None

    def run(self, item: pytest.Item, check: Check, cpu: float) -> CheckOutcome:
        """Run one check against the current submission."""
        context = self._current()
        self._outcome = None
        try:
            context.begin(check, cpu)
        except Fault as fault:
            context.transcript.fault = fault
            return outcome_of(fault, context.transcript)
        with notes_to(context.transcript.note):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        context.end()
        if self._outcome is None:
            return CheckOutcome(verdict=Verdict.INFRA, summary="The check did not run to its end.")
        return self._outcome

    @property
    def transcript(self) -> Transcript:
        """The transcript of the check that ran last."""
        return self._current().transcript

    # fixtures

    @pytest.fixture
    def student(self) -> Any:
        """The submission: every call runs in the sandbox."""
        return self._current().student()

    @pytest.fixture
    def given(self) -> Any:
        """`given.py` on the far side: objects made there can be arguments."""
        return self._current().given()

    @pytest.fixture
    def answers(self) -> Answers:
        """What the submission answers to the questions: `{"q1": "b"}`."""
        return self._current().answers()

    @pytest.fixture
    def reference(self) -> Any:
        """The solution, in the judge."""
        return self._reference

    @pytest.fixture
    def rng(self) -> np.random.Generator:
        """Random numbers of this check, the same for every submission."""
        return self._current().rng()

    @pytest.fixture
    def award(self) -> Callable[[float], None]:
        """`award(0.6)`: passing this check earns that share of its points."""
        transcript = self._current().transcript

        def give(share: float) -> None:
            if not 0 <= share <= 1:
                raise ValueError(f"a share is between 0 and 1, not {share}")
            transcript.share = share

        return give

    # hooks

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the marks known, so that a misspelt one is an error."""
        for mark in MARKS:
            config.addinivalue_line("markers", mark)

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> QuestionFile | None:
        """Make checks of the questions."""
        if file_path.name == QUESTIONS_FILE:
            return QuestionFile.from_parent(parent, path=file_path)
        return None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember check files that cannot be read."""
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longreprtext.strip().splitlines()[-1]}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running everything once: serve."""
        self.items = [item for item in session.items if isinstance(item, pytest.Function)]
        self._serve(self)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Read the outcome off the exception.

        In place of pytest's own report: it writes a traceback for a person, which nobody reads here
        and which takes longer than most checks.
        """
        transcript = self._current().transcript
        error = call.excinfo.value if call.excinfo is not None else None
        if call.when == "call" or (error is not None and self._outcome is None):
            self._outcome = outcome_of(error, transcript)
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome="passed" if error is None else "failed",
            longrepr=None,
            when=cast("Literal['setup', 'call', 'teardown']", call.when),
        )

    def _current(self) -> CheckContext:
        if self.context is None:
            raise RuntimeError("no submission is being judged")
        return self.context
