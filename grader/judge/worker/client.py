"""The coordinator's side of a judge template: start it, fork workers, receive their verdicts."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from grader.errors import CourseError, SlotLost
from grader.far.boot import command, environment
from grader.judge.worker.worker_messages import (
    CourseUnfit,
    ForkWorker,
    FromJudge,
    FromTemplate,
    JudgeFiles,
    MessageSocket,
    Prepare,
    Prepared,
    SlotFailed,
    WorkerForked,
)
from grader.model import Check, Judged, SourceFile


class JudgeTemplate:
    """A running template of one assignment. May be used from several threads."""

    def __init__(self, course: Path, assignment: str, secret: bytes) -> None:
        self.assignment = assignment
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the template
        self._lock = threading.Lock()
        self._checks: frozenset[str] = frozenset()
        """The ids of its checks, once it is prepared."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                command("grader.judge.worker.template"),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                env={**environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
                cwd=str(course),
            )
        self._sock = ours
        self._messages: MessageSocket[FromTemplate] = MessageSocket(ours, FromTemplate)
        self._messages.send(Prepare(course=str(course), assignment=assignment, secret=secret))

    def prepared(self) -> tuple[Check, ...]:
        """Wait until the reference has proved itself; the checks of the assignment.

        Raises CourseError when it does not, or when the checks cannot be used.
        """
        answer = self._answer("before it was ready")
        if not isinstance(answer, Prepared):
            raise CourseError(f"{self.assignment}: the judge did not answer as it should")
        self._checks = frozenset(check.id for check in answer.checks)
        return answer.checks

    def judge(
        self,
        files: Sequence[SourceFile],
        slot: socket.socket,
        timeout: float,
        only: Sequence[str] = (),
    ) -> Judged:
        """Have a fork judge a submission in a slot, with the checks `only` (empty: with all).

        To be called after `prepared`. Raises SlotLost when the fork does not come back,
        CourseError when the template itself ends, or has no check of a name in `only`.
        """
        if unknown := sorted({*only} - self._checks):
            raise CourseError(
                f"{self.assignment} has no check called {', '.join(unknown)}",
                hint=f"It has {', '.join(sorted(self._checks))}.",
            )
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                pid = self._fork(slot, theirs)
            ours.settimeout(timeout)
            messages: MessageSocket[FromJudge] = MessageSocket(ours, FromJudge)
            try:
                messages.send(JudgeFiles(files=tuple(files), only=tuple(only)))
                answer, _ = messages.receive()
            except OSError as error:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                raise SlotLost(f"the judge did not finish within {timeout:.0f} s") from error
        if isinstance(answer, SlotFailed):
            raise SlotLost(answer.why)
        return answer.judged

    def stop(self) -> None:
        """End the template and its judges at once; whoever waits for one gets SlotLost."""
        self._process.kill()

    def close(self) -> None:
        """End the template, which keeps nothing that would be lost."""
        self.stop()
        self._process.wait()
        self._sock.close()
        self._errors.close()

    def _fork(self, slot: socket.socket, back: socket.socket) -> int:
        with self._lock:
            with contextlib.suppress(BrokenPipeError):  # its last message says why
                self._messages.send(ForkWorker(), passing=(slot, back))
            answer = self._answer("while it was grading")
        if not isinstance(answer, WorkerForked):
            raise CourseError(f"{self.assignment}: the judge did not answer as it should")
        return answer.pid

    def _answer(self, when: str) -> FromTemplate:
        """What the template says next. Raises CourseError when it gives up or is gone."""
        try:
            answer, _ = self._messages.receive()
        except (SlotLost, ConnectionResetError):
            raise CourseError(
                f"{self.assignment}: the judge ended {when}",
                hint=last_error(self._process, self._errors),
            ) from None
        if isinstance(answer, CourseUnfit):
            raise CourseError(f"{self.assignment}: {answer.message}", problems=answer.problems)
        return answer


def last_error(process: subprocess.Popen[bytes], errors: IO[bytes]) -> str:
    """The last line that a process which ends by itself wrote to `errors`, else its exit code."""
    process.wait(timeout=10)
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"exit code {process.returncode}"
