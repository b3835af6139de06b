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
from grader.judge.diagnosis.diagnosis import diagnostician_of
from grader.judge.plugin.collect import Runnable, runnables
from grader.judge.plugin.context import CheckContext
from grader.judge.plugin.plugin import JudgePlugin
from grader.judge.plugin.pytest_session import collected
from grader.judge.plugin.run_checks import run_checks
from grader.judge.proxy.loopback import Loopback
from grader.judge.proxy.transcript import Transcript
from grader.judge.reference import Memo, load_module, reference_of
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
        self, assignment: Assignment, secret: bytes, post: MessageSocket[ToTemplate]
    ) -> None:
        self._assignment = assignment
        self._secret = secret
        self._messages = post
        self._memo = Memo()
        self._diagnostician = diagnostician_of(assignment)
        self._parts = assignment.settings.parts
        self._modules = {
            part.name: load_module(
                assignment.reference / part.file, f"reference_{assignment.settings.id}_{part.name}"
            )
            for part in self._parts
        }
        if assignment.given is not None:
            self._modules["given"] = load_module(assignment.given, "given")

    def run(self) -> None:
        """Collect the checks and serve until the coordinator hangs up."""
        reference = reference_of(self._parts, self._modules, self._memo)
        collected(self._assignment.checks, reference, self._judge_all)

    def _judge_all(self, plugin: JudgePlugin) -> None:
        checks = runnables(plugin.items, self._parts, self._assignment.settings.limits)
        self._prove(plugin, checks)
        gc.collect()
        gc.freeze()  # forks share what is there now for as long as nobody looks for garbage in it
        self._messages.send(
            Prepared(
                checks=tuple(runnable.check for runnable in checks), remembered=len(self._memo)
            )
        )
        with contextlib.suppress(SlotLost):
            while True:
                _, sockets = self._messages.receive()
                self._fork(plugin, checks, sockets)
                _reap()

    def _prove(self, plugin: JudgePlugin, checks: Sequence[Runnable]) -> None:
        """Run the checks on the reference; if it does not earn everything, nobody is graded."""
        plugin.context = CheckContext(
            work=Loopback(self._modules),
            parts=self._parts,
            files=(),
            secret=self._secret,
            transcript=Transcript(),
        )
        judged = run_checks(plugin, checks, self._assignment.settings.limits)
        plugin.context = None  # else a judge could take the reference for its submission
        problems = tuple(
            f"{result.check.id}: {result.verdict}: {result.message}"
            for result in judged.results
            if result.verdict is not Verdict.PASSED
        )
        if problems:
            raise CourseError("the reference does not pass its own checks", problems=problems)

    def _fork(
        self, plugin: JudgePlugin, checks: Sequence[Runnable], sockets: Sequence[socket.socket]
    ) -> None:
        _assert_single_threaded()
        template = os.getpid()
        pid = os.fork()
        if pid == 0:
            kernel.die_with(template)
            self._judge(plugin, checks, *sockets)
        for sock in sockets:
            sock.close()
        self._messages.send(WorkerForked(pid=pid))

    def _judge(
        self,
        plugin: JudgePlugin,
        checks: Sequence[Runnable],
        slot: socket.socket,
        coordinator: socket.socket,
    ) -> NoReturn:
        """In the fork: judge one submission, say goodbye, and be gone."""
        code = 1
        try:
            self._messages.close()
            _bound_memory()
            worker = JudgeWorker(
                plugin, checks, self._assignment, self._secret, self._diagnostician
            )
            worker.serve(slot, coordinator)
            code = 0
        finally:
            os._exit(code)


def main(arguments: Sequence[str] = ()) -> int:
    """Run a template for the coordinator at the other end of standard input."""
    del arguments
    kernel.die_with(os.getppid())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the coordinator decides when we end
    post: MessageSocket[ToTemplate] = MessageSocket(
        socket.socket(fileno=sys.stdin.fileno()), ToTemplate
    )
    order, _ = post.receive()
    if not isinstance(order, Prepare):
        return 1
    try:
        course = open_course(Path(order.course))
        Template(course.assignment(order.assignment), order.secret, post).run()
    except CourseError as error:
        post.send(CourseUnfit(message=error.message, problems=error.problems))
        return int(error.exit_code)
    except GraderError as error:
        post.send(CourseUnfit(message=str(error)))
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
    """Collect judges that have ended; what they had to say went to the coordinator."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


if __name__ == "__main__":
    sys.exit(main())
