"""What checks see of a submission: a context for the submission, a transcript for each check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.checks.calls.unattributed import unattributed
from grader.checks.multiple_choice import ANSWERS, Answers, merged
from grader.checks.relating.expected_history import EXPECTED_HISTORY
from grader.judge.proxy.connection import Connection
from grader.judge.proxy.exchange import SubmissionUnderTest
from grader.judge.proxy.failures import StudentMissing, StudentRaised, Uncrossable
from grader.judge.proxy.recorded_calls import RecordedCalls, RecordingExchange
from grader.judge.proxy.student_proxy import Namespace, Student
from grader.judge.proxy.transcript import Transcript
from grader.judge.seeds import PUBLIC, generator
from grader.model import Check, Part, SourceFile
from grader.wire.marshalling import Named


@dataclass
class CheckContext:
    """A submission that is judged, and the seeds of its checks."""

    submission: SubmissionUnderTest
    parts: Sequence[Part]
    files: Sequence[SourceFile]
    secret: bytes
    transcript: Transcript = field(default_factory=Transcript)
    """Of the check that runs, or ran last."""
    check: Check | None = None
    recorded: dict[str, RecordedCalls] = field(default_factory=dict)
    """What crossed in each check that has begun, by its id."""
    _exchange: RecordingExchange | None = None

    def begin(self, check: Check, cpu: float) -> Transcript:
        """Start a check with a fresh transcript."""
        self.transcript = Transcript()
        self.check = check
        EXPECTED_HISTORY.clear()
        self._exchange = RecordingExchange(
            self.submission, self.recorded.setdefault(check.id, RecordedCalls())
        )
        self.submission.begin(check, cpu, self.transcript)
        return self.transcript

    def end(self) -> None:
        """End the check."""
        if self._exchange is not None:
            self._exchange.close()
        self.submission.end()

    def student(self) -> Any:
        """What the check sees as `student`."""
        connection = self._connection()
        if len(self.parts) == 1:
            return Namespace(connection, self.parts[0].name)
        return Student(connection, self.parts)

    def answers(self) -> Answers:
        """`ANSWERS` of the submission, of all its parts together."""
        connection = self._connection()
        return merged(_answers_in(connection, self.parts))

    def given(self) -> Namespace:
        """What the check sees as `given`: open code of the course, on the far side."""
        return Namespace(self._connection(), "given")

    def _connection(self) -> Connection:
        if self._exchange is None:
            raise RuntimeError("no check has begun")
        return Connection(self._exchange, self.transcript, self.parts, self.files)

    def rng(self) -> np.random.Generator:
        """The random numbers of the current check."""
        if self.check is None:
            raise RuntimeError("no check has begun")
        return generator(self.check.id, self.secret if self.check.hidden else PUBLIC)


def _answers_in(connection: Connection, parts: Sequence[Part]) -> list[object]:
    """The value of `ANSWERS` in every part that has one; None where it is no plain data.

    A file that cannot be loaded keeps back no answers but its own: only when there are none at all
    is what it raised raised again.
    """
    found: list[object] = []
    broken: StudentRaised | None = None
    for part in parts:
        try:
            with unattributed():
                found.append(connection.variable(Named(part=part.name, name=ANSWERS)))
        except StudentMissing:
            continue
        except Uncrossable:
            found.append(None)
        except StudentRaised as raised:
            broken = broken or raised
    if broken is not None and not found:
        raise broken
    return found
