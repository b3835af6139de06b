"""What checks see of a submission: a context for the submission, a transcript for each check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from grader.checks.calls.unattributed import unattributed
from grader.checks.multiple_choice import ANSWERS, Answers, merged
from grader.checks.relating.expected_history import EXPECTED_HISTORY
from grader.judge.proxy.connection import Connection
from grader.judge.proxy.exchange import Exchange
from grader.judge.proxy.failures import StudentMissing, StudentRaised, Uncrossable
from grader.judge.proxy.recorded_calls import RecordedCalls, RecordingExchange
from grader.judge.proxy.student import Namespace, Student
from grader.judge.proxy.transcript import Transcript
from grader.judge.seeds import PUBLIC, generator
from grader.model import Check, Part, SourceFile
from grader.wire.marshalling import Named


class Work(Exchange, Protocol):
    """A submission that can be asked: an exchange that also knows where checks begin and end."""

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """A check begins; the child may use `cpu` seconds. Raises Fault when it cannot run."""
        ...

    def end(self) -> None:
        """The check is over; fills the transcript with CPU seconds and output."""
        ...


@dataclass
class CheckContext:
    """A submission that is judged, and the seeds of its checks."""

    work: Work
    parts: Sequence[Part]
    files: Sequence[SourceFile]
    secret: bytes
    transcript: Transcript
    check: Check | None = None
    dialogues: dict[str, RecordedCalls] = field(default_factory=dict)
    """What was said in each check that has begun, by its id."""
    _recorder: RecordingExchange | None = None

    def begin(self, check: Check, cpu: float) -> Transcript:
        """Start a check with a fresh transcript."""
        self.transcript = Transcript()
        self.check = check
        EXPECTED_HISTORY.clear()
        self._recorder = RecordingExchange(
            self.work, self.dialogues.setdefault(check.id, RecordedCalls())
        )
        self.work.begin(check, cpu, self.transcript)
        return self.transcript

    def end(self) -> None:
        """End the check."""
        if self._recorder is not None:
            self._recorder.close()
        self.work.end()

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
        if self._recorder is None:
            raise RuntimeError("no check has begun")
        return Connection(self._recorder, self.transcript, self.parts, self.files)

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
