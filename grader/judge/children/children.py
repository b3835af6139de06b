"""The children of one submission in a slot: started, armed, asked, replaced when they die.

Public checks share one child and hidden checks another, public first. A child that dies is replaced
by a fresh one, which reads the files again, and the remaining checks run there. Cells of a notebook
are run when a child starts, files are read when a check first needs them.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Sequence

from grader.errors import SlotLost
from grader.judge.children.conversation import ChildConversation, refuse_callbacks
from grader.judge.proxy.connection import Connection
from grader.judge.proxy.exchange import Listener
from grader.judge.proxy.failures import Fault, Stopped, fault_of
from grader.judge.proxy.student_proxy import Namespace
from grader.judge.proxy.transcript import Transcript
from grader.model import Check, Part, SourceFile, Verdict
from grader.sandbox.channel import Channel
from grader.wire import messages as m
from grader.wire.control import Facts, Spent, load
from grader.wire.envelope import Envelope, Kind
from grader.wire.frames import Decoder, WireError, encode
from grader.wire.limits import Limits
from grader.wire.marshalling import Buffers

NOTHING = Spent(cpu=0.0, idle=0.0)


class Children(ChildConversation):
    """A `SubmissionUnderTest` on a slot's stream."""

    def __init__(
        self,
        sock: socket.socket,
        *,
        files: Sequence[SourceFile],
        given: bytes | None,
        limits: Limits,
        parts: Sequence[Part] = (),
        definitions: bool = False,
    ) -> None:
        """`parts` and `definitions` matter to notebooks only; see `Parts`."""
        super().__init__(files, given, limits, parts, definitions=definitions)
        self._channel = Channel(sock)
        self._child: int | None = None
        self._hidden = False
        self._frames: Decoder[m.ToJudge] = Decoder(m.ToJudge, cap=limits.frame)
        self._left = 0.0
        """CPU seconds that the current check may still use."""
        self._used = 0.0
        """CPU seconds of the living child that are accounted for."""
        self._unsettled = NOTHING
        """Seconds since the last arming that are not; they come with each answer."""

    # a check begins and ends

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """Make a child ready for a check: alive, of the right group, reset, armed."""
        self._read_pending()
        if check.hidden != self._hidden:
            self._kill()
        self._hidden = check.hidden
        if self._child is None:
            self._transcript = Transcript()  # what cells use and print is of no check
            self._parts.begin(self)
        self._attach(transcript)
        self._left = cpu
        self._arm(cpu)
        self._queue_begin(check.id)

    def end(self) -> None:
        """Account for the check that is over."""
        self._read_pending()
        self._settle()

    def close(self) -> None:
        """End the living child, if any, and read all it sent, so that the stream is whole."""
        self._kill()

    # what parts are read with

    def renew(self) -> None:
        """Replace the child by a fresh one that has the files and has run nothing of them."""
        self._kill()
        self._start()
        self._queue_begin()

    def read(self, request: m.Run, cpu: float) -> tuple[m.Reply, Spent]:
        """Have the child run a cell; see `grader.judge.children.cell_runs.Reader`."""
        self._arm(cpu)
        reply, _ = self._exchange(request, [], refuse_callbacks)
        if not isinstance(reply, m.Ran | m.Threw):
            raise self._unasked()
        spent = self._unsettled
        self._settle(charge=False)
        return reply, spent

    def read_file(self, request: m.Load, listener: Listener) -> m.Done | m.Threw:
        """Have the child read a file on CPU time of its own, in the middle of a check."""
        self._settle()
        self._arm(self._limits.check_cpu)
        reply = self._load(request, listener)
        self._settle(charge=False)
        self._arm(self._left)
        return reply

    def _queue(self, message: m.ToChild, buffers: Buffers) -> None:
        if self._child is None:
            raise Fault(Verdict.PROTOCOL, "had ended already when it was called again")
        for chunk in encode(message, buffers, self._limits.frame):
            self._channel.queue_data(self._child, memoryview(chunk))

    def _flush(self) -> None:
        self._channel.flush()

    def _receive(self, loading: str) -> tuple[m.ToJudge, Buffers]:
        """The next message of the child. Raises Fault when it ends or breaks the protocol."""
        while True:
            try:
                for message, buffers in self._frames:
                    if not self._frames.empty:  # one message, and then it is our turn
                        raise self._unasked()
                    return message, list(buffers)
            except WireError as error:
                raise self._broken_off("sent bytes that are no answer") from error
            envelope = self._next()
            if envelope.kind is Kind.DATA:
                self._frames.feed(envelope.payload)
            elif envelope.kind is Kind.ENDED:
                raise self._ended(load(envelope.payload, Facts), loading)

    def _broken_off(self, sentence: str) -> Fault:
        """End the child, so that nothing of it is taken for an answer to what comes next.

        What it used counts: breaking the protocol is no way around the CPU budget.
        """
        if self._child is not None:
            facts = self._channel.kill(self._child)
            self._child = None
            self._settle_last(facts.cpu_seconds - self._used)
        return Fault(Verdict.PROTOCOL, sentence)

    def cpu(self) -> float:
        """CPU seconds that the living child has used, counted by the supervisor."""
        if self._child is None:
            raise Fault(Verdict.PROTOCOL, "had ended already when its CPU time was asked for")
        spent = self._channel.look(self._child)
        if isinstance(spent, Facts):
            raise self._ended(spent)
        self._unsettled = spent
        return self._used + spent.cpu

    # children

    def _start(self) -> None:
        self._frames = Decoder(m.ToJudge, cap=self._limits.frame)
        self._used, self._unsettled = 0.0, NOTHING
        self._child = self._channel.start()
        self._arm(self._limits.check_cpu)
        try:
            reply = self._hand_over_files()
        except Fault as fault:  # nothing of the submission has run: this is not its fault
            raise SlotLost(f"a child {fault.sentence} before it was given anything") from fault
        if not isinstance(reply, m.Done):
            raise SlotLost("a child answered nonsense before it was given anything")
        self._settle(charge=False)

    def _kill(self) -> None:
        if self._child is not None:
            self._channel.kill(self._child)
            self._child = None

    def _ended(self, facts: Facts, loading: str = "") -> Fault:
        self._child = None
        killed = facts.killed_for == "cpu"
        self._settle_last(self._left if killed else facts.cpu_seconds - self._used)
        return fault_of(facts, self._limits, loading=loading)

    # accounting

    def _arm(self, cpu: float) -> None:
        if self._child is not None:
            self._channel.arm(self._child, cpu, self._limits.check_wall)

    def _read_pending(self) -> None:
        """Read what came after the last answer. A child that died since then did no harm."""
        with contextlib.suppress(Fault):
            for envelope in list(self._channel.pending()):
                if self._concerns(envelope):
                    raise self._last_of(envelope)

    def _last_of(self, envelope: Envelope) -> Fault:
        """Why a child is gone after an envelope that nobody asked for."""
        if envelope.kind is Kind.ENDED:
            return self._ended(load(envelope.payload, Facts))
        return self._unasked()

    def _settle(self, *, charge: bool = True) -> None:
        """Account for what was used since the last arming."""
        self._used += self._unsettled.cpu
        if charge:
            self._charge(self._unsettled.cpu)
        self._unsettled = NOTHING

    def _settle_last(self, seconds: float) -> None:
        """Charge what a child that is gone had not been charged for."""
        self._charge(seconds)
        self._unsettled = NOTHING

    def _charge(self, seconds: float) -> None:
        self._left = max(self._left - seconds, 0.0)
        self._transcript.cpu += max(seconds, 0.0)

    def _next(self) -> Envelope:
        """The next envelope about the living child that is an answer, or its end."""
        while True:
            envelope = self._channel.receive()
            if self._concerns(envelope):
                return envelope

    def _concerns(self, envelope: Envelope) -> bool:
        """Whether this is an answer of the living child, or its end.

        What it printed goes to the transcript, and what it has used is remembered.
        """
        if envelope.child != self._child:
            return False
        if envelope.kind is Kind.OUTPUT:
            self._transcript.printed(envelope.payload, self._limits.output_kept)
        elif envelope.kind is Kind.SPENT:
            self._unsettled = load(envelope.payload, Spent)
        return envelope.kind in (Kind.DATA, Kind.ENDED)


def call_once(
    sock: socket.socket, source: bytes, function: str, argument: object, limits: Limits
) -> object:
    """What a function of a submission of ours returns in a slot; None where it comes to no end.

    Raises SlotLost when the slot fails.
    """
    part = Part(name="probe", file="probe.py", functions=(function,))
    files = (SourceFile(path=part.file, data=source),)
    transcript = Transcript()
    children = Children(sock, files=files, given=None, limits=limits)
    try:
        check = Check(id="test_probe", title="The sandbox answers.", points=1)
        children.begin(check, limits.check_cpu, transcript)
        connection = Connection(children, transcript, (part,), files)
        returned = getattr(Namespace(connection, part.name), function)(argument)
        children.close()
    except Stopped:
        return None
    return returned
