"""The conversation with a process that holds a submission: requests, replies, callbacks.

The process is a child in a slot, or an interpreter on a student's own machine. How bytes travel,
what ends the process and how its time is counted is left to each host; the messages are the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from grader.judge.children.parts import Parts
from grader.judge.proxy.exchange import Listener
from grader.judge.proxy.failures import Fault
from grader.judge.proxy.transcript import Transcript
from grader.judge.seeds import CELLS, PUBLIC, seed
from grader.model import Part, SourceFile
from grader.wire import messages as m
from grader.wire.control import Spent
from grader.wire.limits import Limits
from grader.wire.marshalling import Buffers, pack, plain


class ChildConversation(ABC):
    """Asks a submission on behalf of the checks, one process at a time."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        given: bytes | None,
        limits: Limits,
        parts: Sequence[Part],
        *,
        definitions: bool,
    ) -> None:
        """`parts` and `definitions` matter to notebooks only; see `Parts`."""
        self._limits = limits
        self._transcript = Transcript()
        """Of the check that is running."""
        self._parts = Parts(files, parts, limits, definitions=definitions)
        self._files = {file.path: file.data for file in files}
        self._given = given

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Send a request and return its reply; see `grader.judge.proxy.exchange.Exchange`."""
        if isinstance(request, m.Load):
            return self._parts.load(request, self, listener), []
        return self._exchange(request, buffers, listener)

    # what parts are read with

    @abstractmethod
    def renew(self) -> None:
        """Have a process that has the files and has run nothing of them."""

    @abstractmethod
    def read(self, request: m.Run, cpu: float) -> tuple[m.Reply, Spent]:
        """Have it run a cell; see `grader.judge.children.cell_runs.Reader`."""

    @abstractmethod
    def read_file(self, request: m.Load, listener: Listener) -> m.Done | m.Threw:
        """Have it read a file on CPU time of its own, in the middle of a check."""

    # left to the host

    @abstractmethod
    def _queue(self, message: m.ToChild, buffers: Buffers) -> None:
        """Have a message sent, at the latest by `_flush`."""

    @abstractmethod
    def _flush(self) -> None:
        """Send what is queued."""

    @abstractmethod
    def _receive(self, loading: str) -> tuple[m.ToJudge, Buffers]:
        """The next message. Raises Fault when the process ends or breaks the protocol.

        `loading` names the file that is being read, if one is.
        """

    @abstractmethod
    def _broken_off(self, sentence: str) -> Fault:
        """End a process that broke the protocol, so that nothing it still sends is an answer."""

    # messages

    def _attach(self, transcript: Transcript) -> None:
        """Write into the transcript of another check from now on."""
        self._transcript = transcript
        transcript.about, transcript.lost = self._parts.cells.notes, self._parts.cells.lost

    def _queue_begin(self, check: str = CELLS) -> None:
        """Have the process begin afresh, with the public random numbers of a check or of cells."""
        self._queue(m.Begin(seed=seed(check, PUBLIC)), [])

    def _hand_over_files(self) -> m.Reply:
        buffers: Buffers = []
        stock = m.Stock(
            files=pack(self._files, buffers, plain), given=pack(self._given, buffers, plain)
        )
        reply, _ = self._exchange(stock, buffers, refuse_callbacks)
        return reply

    def _load(self, request: m.Load, listener: Listener) -> m.Done | m.Threw:
        reply, _ = self._exchange(request, [], listener, loading=request.file)
        if not isinstance(reply, m.Done | m.Threw):
            raise self._unasked()
        return reply

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
        self._queue(message, buffers)
        self._flush()

    def _unasked(self) -> Fault:
        return self._broken_off("answered what it was not asked")


def refuse_callbacks(question: m.Ask, buffers: Buffers) -> tuple[m.Answer | m.Refuse, Buffers]:
    """Refuse to call a function of the judge's: none is lent while a process is made ready."""
    return m.Refuse(type="RuntimeError"), []
