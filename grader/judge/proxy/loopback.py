"""An exchange without a sandbox: the far side's own code, called in this process.

Only for code of the course (references, known mistakes): the same packing, the same copies of
arguments, the same answers as from a child, without a process.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import ModuleType

from grader.far.child.calls import Calls
from grader.far.child.loading import Shelf
from grader.judge.proxy.exchange import Listener
from grader.judge.proxy.transcript import Transcript
from grader.model import Check
from grader.wire import messages as m
from grader.wire.marshalling import Buffers


class Loopback:
    """Answers requests with the given modules (a part each, and perhaps `given`)."""

    def __init__(
        self, parts: Mapping[str, ModuleType], files: Mapping[str, bytes] | None = None
    ) -> None:
        """Frames of tracebacks are said of code in `files`, by name; of none by default."""
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
