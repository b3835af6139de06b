"""A student's own code before the judge at home. Implements `grader.judge.bench.Work`.

It protects nobody from the code. It makes sure that an endless loop, a crash or an exit costs one
check, on every system.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from grader.far import messages as m
from grader.far.records import Settings
from grader.far.values import Buffers, pack, plain
from grader.far.wire import WireError, encode
from grader.home.interpreter import START, Interpreter
from grader.judge.exchange import Listener
from grader.judge.seeds import PUBLIC, seed
from grader.judge.stopped import Fault, fault_of
from grader.judge.transcript import Transcript
from grader.model import Check, SourceFile, Verdict


def patience(cpu: float) -> float:
    """Seconds of wall time for code that may use `cpu` seconds: a laptop has other things to do."""
    return 2 * cpu + 1


class HomeChild:
    """One interpreter after the other, all with the same files."""

    def __init__(
        self, settings: Settings, files: Sequence[SourceFile], given: bytes | None
    ) -> None:
        self._settings = settings
        self._limits = settings.limits
        self._files = {file.path: file.data for file in files}
        self._given = given
        self._transcript = Transcript()
        self._broken: dict[str, Fault | m.Threw] = {}
        self._cpu = 0.0
        self._deadline = 0.0
        self._python = Interpreter(settings)

    # a check begins and ends

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """Have an interpreter ready for a check; one that ended is replaced."""
        self._transcript, self._cpu = transcript, cpu
        if not self._python.alive:
            self._python.close()
            self._python = Interpreter(self._settings)
        if not self._python.stocked:
            self._stock()
        self._wind_up(cpu)
        self._send(m.Begin(seed=seed(check.id, PUBLIC)), [])

    def end(self) -> None:
        """Keep what was printed. An interpreter that ended after its answers did no harm."""
        kept = self._limits.output_kept
        self._transcript.printed(self._python.prints(kept), kept)

    def close(self) -> None:
        """End the interpreter."""
        self._python.close()

    def cpu(self) -> float:
        """Wall time: at home nobody counts CPU seconds, and nobody else uses the machine much."""
        return time.monotonic()

    # requests

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Send a request and return its reply; see `grader.judge.line.Exchange`."""
        if isinstance(request, m.Load):
            return self._load(request, listener), []
        return self._exchange(request, buffers, listener)

    def _load(self, request: m.Load, listener: Listener) -> m.Reply:
        """Read a part once per interpreter, on time of its own; what is broken stays so."""
        broken = self._broken.get(request.part)
        if isinstance(broken, Fault):
            raise broken
        if broken is not None:
            return broken
        if request.part in self._python.loaded:
            return m.Done()
        self._wind_up(self._limits.check_cpu)
        try:
            reply, _ = self._exchange(request, [], listener, loading=request.file)
        except Fault as fault:
            self._broken[request.part] = fault
            raise
        if isinstance(reply, m.Threw):
            self._broken[request.part] = reply
        self._python.loaded.add(request.part)
        self._wind_up(self._cpu)
        return reply

    def _stock(self) -> None:
        self._python.wait()
        self._wind_up(START)
        buffers: Buffers = []
        files, given = pack(self._files, buffers, plain), pack(self._given, buffers, plain)
        self._exchange(m.Stock(files=files, given=given), buffers, _no_questions)
        self._python.stocked = True

    def _exchange(
        self, request: m.Request, buffers: Buffers, listener: Listener, *, loading: str = ""
    ) -> tuple[m.Reply, Buffers]:
        self._send(request, buffers)
        while True:
            message, received = self._receive(loading)
            if not isinstance(message, m.Ask):
                return message, received
            answer, answer_buffers = listener(message, received)
            self._send(answer, answer_buffers)

    def _send(self, message: m.ToChild, buffers: Buffers) -> None:
        for chunk in encode(message, buffers, self._limits.frame):
            self._python.say(bytes(chunk))

    def _receive(self, loading: str) -> tuple[m.ToJudge, Buffers]:
        """The next message. Raises Fault when the code ends, is late or prints too much."""
        while True:
            try:
                for message, buffers in self._python.frames:
                    return message, list(buffers)
            except WireError as error:
                self._python.close()
                raise Fault(Verdict.PROTOCOL, "sent bytes that are no answer") from error
            heard = self._python.hear(self._deadline)
            if self._python.prints_too_much:
                raise self._ended("output", loading)
            if heard is None:
                self._transcript.cpu = self._cpu  # so that endless loops share one budget
                raise self._ended("wall", loading)
            if not heard:
                raise self._ended("", loading)
            self._python.frames.feed(heard)

    def _ended(self, limit: str, loading: str) -> Fault:
        """Why there is no answer: it ended by itself, or is ended now because of a limit."""
        if limit:
            self._python.close()
        return fault_of(self._python.facts(limit), self._limits, loading=loading)

    def _wind_up(self, cpu: float) -> None:
        """Give the code its time, from now on."""
        self._deadline = time.monotonic() + patience(cpu)


def _no_questions(question: m.Ask, buffers: Buffers) -> tuple[m.Answer | m.Refuse, Buffers]:
    """Nothing of the judge's is in reach while an interpreter is made ready."""
    return m.Refuse(type="RuntimeError"), []
