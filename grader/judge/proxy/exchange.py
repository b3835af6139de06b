"""What the connection to a submission needs of whatever runs the submission."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from grader.wire import messages as m
from grader.wire.marshalling import Buffers

Listener = Callable[[m.Ask, Buffers], tuple[m.Answer | m.Refuse, Buffers]]


class Exchange(Protocol):
    """Something that answers requests: a child in a sandbox, or code in this process."""

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
