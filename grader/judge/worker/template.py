"""The judge template of an assignment: `python -m grader.judge.worker.template`.

It collects the checks once, proves itself by running them on the reference (in this process, which
also fills the memo of expected values), and then forks a judge for every submission. It has one
thread, talks to the coordinator through the socket on its standard input, and never
holds a byte of a submission: judges do.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from grader.assignments import Assignment, open_course
from grader.errors import CourseError, GraderError, SlotLost
from grader.far import kernel
from grader.judge.diagnosis.diagnostician import diagnostician_of
from grader.judge.plugin.check_session import CheckSession, collect_checks
from grader.judge.proxy.exchange import Loopback
from grader.judge.reference import Memo, modules_in, reference_of
from grader.judge.worker.worker import JudgeWorker
from grader.judge.worker.worker_messages import (
    CourseUnfit,
    MessageSocket,
    Prepare,
    Prepared,
    ToTemplate,
    WorkerForked,
)
from grader.model import Verdict

JUDGE_MEMORY = 4 * 2**30
"""Bytes a judge may take: what a submission returns can make a check's own arithmetic large."""


class Template:
    """One assignment, ready to judge."""

    def __init__(
        self, assignment: Assignment, secret: bytes, messages: MessageSocket[ToTemplate]
    ) -> None:
        self._assignment = assignment
        self._secret = secret
        self._messages = messages
        self._diagnostician = diagnostician_of(assignment)
        self._modules = modules_in(assignment, assignment.reference, "reference")

    def run(self) -> None:
        """Collect the checks and serve until the coordinator hangs up."""
        settings = self._assignment.settings
        reference = reference_of(settings.parts, self._modules, Memo())
        collect_checks(self._assignment.checks, reference, settings, self._serve)

    def _serve(self, session: CheckSession) -> None:
        self._prove(session)
        gc.collect()
        gc.freeze()  # forks share what is there now for as long as nobody looks for garbage in it
        self._messages.send(Prepared(checks=session.checks))
        with contextlib.suppress(SlotLost):
            while True:
                _, sockets = self._messages.receive()
                self._fork(session, sockets)
                _reap()

    def _prove(self, session: CheckSession) -> None:
        """Run the checks on the reference; if it does not earn everything, nobody is graded."""
        with session.context(Loopback(self._modules), secret=self._secret):
            judged = session.run()
        problems = tuple(
            f"{result.check.id}: {result.verdict}: {result.message}"
            for result in judged.results
            if result.verdict is not Verdict.PASSED
        )
        if problems:
            raise CourseError("the reference does not pass its own checks", problems=problems)

    def _fork(self, session: CheckSession, sockets: Sequence[socket.socket]) -> None:
        _assert_single_threaded()
        template = os.getpid()
        pid = os.fork()
        if pid == 0:
            kernel.die_with(template)
            self._judge(session, *sockets)
        for sock in sockets:
            sock.close()
        self._messages.send(WorkerForked(pid=pid))

    def _judge(
        self, session: CheckSession, slot: socket.socket, coordinator: socket.socket
    ) -> NoReturn:
        """In the fork: judge one submission, and end."""
        code = 1
        try:
            self._messages.close()
            _bound_memory()
            worker = JudgeWorker(session, self._assignment, self._secret, self._diagnostician)
            worker.serve(slot, coordinator)
            code = 0
        finally:
            os._exit(code)


def main(arguments: Sequence[str] = ()) -> int:
    """Run a template for the coordinator at the other end of standard input."""
    del arguments
    kernel.die_with(os.getppid())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the coordinator decides when we end
    messages: MessageSocket[ToTemplate] = MessageSocket(
        socket.socket(fileno=sys.stdin.fileno()), ToTemplate
    )
    message, _ = messages.receive()
    if not isinstance(message, Prepare):
        return 1
    try:
        course = open_course(Path(message.course))
        Template(course.assignment(message.assignment), message.secret, messages).run()
    except CourseError as error:
        messages.send(CourseUnfit(message=error.message, problems=error.problems))
        return int(error.exit_code)
    except GraderError as error:
        messages.send(CourseUnfit(message=str(error)))
        return int(error.exit_code)
    return 0


def _assert_single_threaded() -> None:
    """A fork takes only the forking thread along; any other would leave its locks behind."""
    threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
    if threads != 1:
        raise CourseError(f"the checks or the reference started threads ({threads} are running)")


def _bound_memory() -> None:
    """Take no more than JUDGE_MEMORY, or than whoever started us allows if that is less."""
    _, allowed = resource.getrlimit(resource.RLIMIT_DATA)
    bound = JUDGE_MEMORY if allowed == resource.RLIM_INFINITY else min(JUDGE_MEMORY, allowed)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def _reap() -> None:
    """Collect judges that have ended; their messages went to the coordinator."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


if __name__ == "__main__":
    sys.exit(main())
