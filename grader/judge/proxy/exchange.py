"""What runs a submission, as the connection to it sees that: something that answers requests.

A child in a sandbox, an interpreter on a student's machine, or a `Loopback`: code in this process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Protocol

from grader.far.child.calls import Calls
from grader.far.child.loading import Shelf
from grader.judge.proxy.transcript import Transcript
from grader.model import Check
from grader.wire import messages as m
from grader.wire.marshalling import Buffers, Named

Listener = Callable[[m.Ask, Buffers], tuple[m.Answer | m.Refuse, Buffers]]


class Exchange(Protocol):
    """Something that answers requests."""

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Send a request and return its reply; questions in between go to `listener`.

        Raises Fault when the child ends or breaks the protocol, SlotLost when the slot does,
        FrameTooLarge when the request is beyond the caps.
        """
        ...

    def cpu(self) -> float:
        """CPU seconds that the submission's process has used; only differences mean something."""
        ...


class SubmissionUnderTest(Exchange, Protocol):
    """An exchange with a submission, which also knows where checks begin and end."""

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """A check begins; the child may use `cpu` seconds. Raises Fault when it cannot run."""
        ...

    def end(self) -> None:
        """The check is over; fills the transcript with CPU seconds and output."""
        ...


class Loopback:
    """A submission in this process: the far side's own code answers, with the given modules.

    Only for code of the course (references, known mistakes) and for a notebook's own variables: the
    same packing, the same copies of arguments, the same answers as from a child.
    """

    def __init__(
        self, parts: Mapping[str, ModuleType], files: Mapping[str, bytes] | None = None
    ) -> None:
        """`parts`: a module for each, and perhaps `given`.

        Frames of tracebacks are reported of code in `files`, by name; of none by default.
        """
        shelf = Shelf(parts)
        shelf.files = files or {}
        self._calls = Calls(self._ask, shelf)
        self._listeners: list[Listener] = []

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """Forget the handles of the check before, as a child does."""
        self._calls.begin(seed=0)

    def end(self) -> None:
        """Nothing to account for."""

    def cpu(self) -> float:
        """CPU seconds of this process, in which everything runs."""
        return time.process_time()

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """Answer at once; questions in between go to `listener`."""
        self._listeners.append(listener)
        try:
            return self._calls.answer(request, buffers)
        finally:
            self._listeners.pop()

    def _ask(self, question: m.Ask, buffers: Buffers) -> tuple[m.Answer | m.Refuse, Buffers]:
        return self._listeners[-1](question, buffers)


def function_of(request: m.Request) -> str:
    """The function that is called by its name, "part.function"; empty for all else."""
    target = getattr(request, "target", None)
    return f"{target.part}.{target.name}" if isinstance(target, Named) else ""
