"""One submission before the judge: in a fork of the template, from its files to its verdicts."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from msgspec import structs

from grader.assignments import Assignment
from grader.errors import SandboxError
from grader.judge.children.children import Children
from grader.judge.diagnosis.diagnostician import Diagnostician
from grader.judge.plugin.check_session import CheckSession
from grader.judge.proxy.recorded_calls import RecordedCalls
from grader.judge.worker.suspects import suspect_uses
from grader.judge.worker.worker_messages import JudgeFiles, MessageSocket, SlotFailed, Verdicts
from grader.model import CheckResult, Judged, Verdict

DIAGNOSIS_CPU = 20.0
"""CPU seconds for the likely causes, a thousand times what they take. A known mistake runs on what
the submission returned, which may be anything."""
AGAIN = 0.1
"""CPU seconds between two reminders that such code has had its time."""


class CpuLimitExceeded(Exception):
    """The time was over."""


class JudgeWorker:
    """Judges one submission in one slot."""

    def __init__(
        self,
        session: CheckSession,
        assignment: Assignment,
        secret: bytes,
        diagnostician: Diagnostician,
    ) -> None:
        self._session = session
        self._assignment = assignment
        self._secret = secret
        self._diagnostician = diagnostician

    def serve(self, slot: socket.socket, coordinator: socket.socket) -> None:
        """Receive the submission from the coordinator, judge it in the slot, report."""
        messages: MessageSocket[JudgeFiles] = MessageSocket(coordinator, JudgeFiles)
        message, _ = messages.receive()
        try:
            judged = self._judge(message, slot)
        except SandboxError as error:
            messages.send(SlotFailed(why=error.message))
            return
        infra = [result for result in judged.results if result.verdict is Verdict.INFRA]
        messages.send(SlotFailed(why=infra[0].message) if infra else Verdicts(judged=judged))

    def _judge(self, message: JudgeFiles, slot: socket.socket) -> Judged:
        settings = self._assignment.settings
        given = self._assignment.given
        children = Children(
            slot,
            files=message.files,
            given=given.read_bytes() if given is not None else None,
            limits=settings.limits,
            parts=settings.parts,
            definitions=settings.definitions,
        )
        with self._session.context(children, message.files, self._secret) as context:
            try:
                judged = self._session.run(message.only or None)
            finally:
                children.close()
        return structs.replace(
            judged,
            results=self._explained(judged.results, context.recorded),
            staff_notes=suspect_uses(message.files, settings.suspects),
        )

    def _explained(
        self, results: Sequence[CheckResult], recorded: Mapping[str, RecordedCalls]
    ) -> tuple[CheckResult, ...]:
        """The results with likely causes; without, should a known mistake never come to an end."""
        try:
            with cpu_limit(DIAGNOSIS_CPU):
                return self._diagnostician.explain(results, recorded)
        except CpuLimitExceeded:
            return tuple(results)


@contextmanager
def cpu_limit(most: float) -> Iterator[None]:
    """Raise CpuLimitExceeded in what runs here for longer than `most` CPU seconds.

    Needs POSIX and the main thread. It is raised again and again from then on,
    because code that calls others may swallow it.
    """

    def ring(number: int, frame: FrameType | None) -> NoReturn:
        raise CpuLimitExceeded

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, most, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
