"""A student's own code before the judge, on the student's own machine.

It protects nobody from the code. It makes sure that an endless loop, a crash or an exit costs one
check, on every system, and has the verdict that it has in a sandbox.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from grader.errors import SlotLost
from grader.far.clocks import IdleTime, ProcessorWaits, could_run, cpu_seconds
from grader.home.interpreter import START_TIMEOUT, Ended, Interpreter
from grader.judge.children.conversation import ChildConversation, refuse_callbacks
from grader.judge.proxy.exchange import Listener
from grader.judge.proxy.failures import Fault, fault_of
from grader.judge.proxy.transcript import Transcript
from grader.model import Check, Part, SourceFile, Verdict
from grader.wire import messages as m
from grader.wire.control import Settings, Spent
from grader.wire.frames import WireError, encode
from grader.wire.limits import CPU_GRACE
from grader.wire.marshalling import Buffers

HEARTBEAT_TIMEOUT = 1.0
"""Seconds without a heartbeat after which time counts as CPU time: the code lets no thread run."""


class HomeChild(ChildConversation):
    """A `SubmissionUnderTest`: one interpreter after the other, all with the same files."""

    def __init__(
        self,
        settings: Settings,
        files: Sequence[SourceFile],
        given: bytes | None,
        python: Interpreter | None = None,
        *,
        parts: Sequence[Part] = (),
        definitions: bool = False,
    ) -> None:
        """`python` was started in advance and has no files yet.

        `parts` and `definitions` matter to notebooks only; see `Parts`.
        """
        super().__init__(files, given, settings.limits, parts, definitions=definitions)
        self._settings = settings
        self._limit = 0.0
        """CPU seconds of the current check."""
        self._from = 0.0
        """What the interpreter had used when the current check began, without loading."""
        self._most_cpu = 0.0
        self._most_idle = 0.0
        self._idle = IdleTime()
        """Of the interpreter, since it was given its time, while it owed an answer."""
        self._looked_at = self._used_before = 0.0
        self._python = python or Interpreter(settings)
        self._waits = ProcessorWaits(self._python.pid)

    # a check begins and ends

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """Have an interpreter ready for a check; one that ended is replaced."""
        if not (self._python.alive and self._python.has_files):
            self._parts.begin(self)
        self._attach(transcript)
        self._limit = cpu
        self._from = self._python.cpu
        self._arm(cpu)
        self._queue_begin(check.id)

    def end(self) -> None:
        """Account for the check that is over. An interpreter that ended by now did no harm."""
        self._transcript.cpu = max(self._python.cpu - self._from, 0.0)
        kept = self._limits.output_kept
        self._transcript.printed(self._python.read_output(kept), kept)

    def close(self) -> None:
        """End the interpreter."""
        self._python.close()

    def cpu(self) -> float:
        """CPU seconds that the interpreter had used when it answered last."""
        return self._python.cpu

    # what parts are read with

    def renew(self) -> None:
        """Have an interpreter that has the files and has run nothing of them."""
        if self._python.has_files or not self._python.alive:
            self._python.close()
            self._python = Interpreter(self._settings)
            self._waits = ProcessorWaits(self._python.pid)
        self._give_files()
        self._queue_begin()

    def read(self, request: m.Run, cpu: float) -> tuple[m.Reply, Spent]:
        """Have the interpreter run a cell; see `grader.judge.children.cell_runs.Reader`."""
        before = self._python.cpu
        self._arm(cpu)
        reply, _ = self._exchange(request, [], refuse_callbacks)
        return reply, Spent(cpu=self._python.cpu - before, idle=self._idle.seconds)

    def read_file(self, request: m.Load, listener: Listener) -> m.Done | m.Threw:
        """Have the interpreter read a file on CPU time of its own, in the middle of a check."""
        before = self._python.cpu
        self._arm(self._limits.check_cpu)
        reply = self._load(request, listener)
        self._from += self._python.cpu - before
        self._arm(self._limit)
        return reply

    def _give_files(self) -> None:
        """Hand over the files. Nothing of them has run: what fails here is not their fault."""
        self._python.wait_until_ready()
        self._arm(START_TIMEOUT)
        try:
            self._hand_over_files()
        except Fault as fault:
            raise SlotLost(f"Python {fault.sentence} before it was given your code") from fault
        self._python.has_files = True

    def _queue(self, message: m.ToChild, buffers: Buffers) -> None:
        for chunk in encode(message, buffers, self._limits.frame):
            self._python.send(bytes(chunk))

    def _flush(self) -> None:
        """Nothing waits here: a thread of the interpreter's writes what it is given."""
        self._looked_at = time.monotonic()  # what the judge's own work took does not count

    def _receive(self, loading: str) -> tuple[m.ToJudge, Buffers]:
        """The next message. Raises Fault when the code ends, is late or prints too much."""
        while True:
            try:
                for message, buffers in self._python.frames:
                    return message, list(buffers)
                received = self._python.receive()
            except WireError as error:
                raise self._broken_off("sent bytes that are no answer") from error
            except Ended:
                raise self._ended(self._exceeded(), loading) from None
            if (limit := self._exceeded()) and not (received and limit == "wall"):
                raise self._ended(limit, loading)
            self._python.frames.feed(received)

    def _broken_off(self, sentence: str) -> Fault:
        self._python.facts("judge")
        return Fault(Verdict.PROTOCOL, sentence)

    # limits

    def _arm(self, cpu: float) -> None:
        """Let limits hold from now on, in CPU seconds."""
        self._most_cpu = self._python.cpu + CPU_GRACE * cpu
        self._most_idle = max(self._limits.check_wall, CPU_GRACE * cpu)
        self._idle = IdleTime()
        self._looked_at, self._used_before = time.monotonic(), self._used()

    def _exceeded(self) -> str:
        """Which limit is exceeded, or none."""
        now, used = time.monotonic(), self._used()
        self._idle.add(
            now - self._looked_at, used=used - self._used_before, waited=self._waits.since()
        )
        self._looked_at, self._used_before = now, used
        if self._python.output_size > self._limits.output:
            return "output"
        if used > self._most_cpu:
            return "cpu"
        late = self._idle.seconds > self._most_idle and not could_run(self._python.pid)
        return "wall" if late else ""

    def _used(self) -> float:
        """CPU seconds of the interpreter: by the kernel, else by what it said and its silence."""
        silence = max(time.monotonic() - self._python.received_at - HEARTBEAT_TIMEOUT, 0.0)
        return cpu_seconds(self._python.pid) or self._python.cpu + silence

    def _ended(self, limit: str, loading: str) -> Fault:
        """Why there is no answer: it ended by itself, or is ended now because of a limit."""
        facts = self._python.facts(limit)
        if limit == "cpu":
            self._from = self._python.cpu - self._limit  # so that endless loops share one budget
        return fault_of(facts, self._limits, loading=loading)
