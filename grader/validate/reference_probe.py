"""An exchange that looks on: what crosses between the checks and the reference.

The reference answers. A probe notes each reply as a fingerprint, and puts the same question to
the reference with its oracles in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import ModuleType
from typing import Any

from grader.judge.proxy.exchange import Listener, Loopback, function_of
from grader.judge.proxy.transcript import Transcript
from grader.model import Check
from grader.validate.agreeing import disagreement
from grader.validate.fingerprints import condensed, fingerprint, random_reply
from grader.validate.observation import Agreement
from grader.wire import messages as m
from grader.wire.marshalling import Buffers, Held, Named, Stub, unpack


class ReferenceProbe(Loopback):
    """Answers like a `Loopback` over the reference's modules, and keeps what it saw."""

    def __init__(
        self,
        reference: Mapping[str, ModuleType],
        twin: Mapping[str, ModuleType],
        oracle: Mapping[str, ModuleType] | None = None,
    ) -> None:
        """`twin`: a copy of the modules, to tell what is drawn at random. `oracle`: another one,
        with the oracles' functions in place."""
        super().__init__(reference)
        self._twin = Loopback(twin)
        self._oracle = Loopback(oracle) if oracle is not None else None
        self._check = ""
        self._function = ""
        """Of the submission, called last."""
        self._lines: dict[str, list[str]] = {}
        self._asked: dict[str, int] = {}
        self._problems: dict[str, str] = {}

    def begin(self, check: Check, cpu: float, transcript: Transcript) -> None:
        """Note which check it is."""
        super().begin(check, cpu, transcript)
        self._check = check.id

    def request(
        self, request: m.Request, buffers: Buffers, listener: Listener
    ) -> tuple[m.Reply, Buffers]:
        """The reference's answer."""
        reply, answer = super().request(request, list(buffers), listener)
        if isinstance(request, m.Load):
            return reply, answer
        self._function = function_of(request) or self._function
        value = _value(reply, answer)
        twins = _value(*self._twin.request(request, list(buffers), listener))
        at_random = bool(disagreement(value, twins))
        line = random_reply if at_random else partial(fingerprint, value=value)
        self._lines.setdefault(self._check, []).append(line(self._function))
        if self._oracle is not None:
            other = _value(*self._oracle.request(request, list(buffers), listener))
            self._compare(value, value if at_random else other)
        return reply, answer

    # what was seen

    def replies(self) -> dict[str, tuple[str, ...]]:
        """By check: a fingerprint of each reply."""
        return {check: condensed(lines) for check, lines in self._lines.items()}

    def agreement(self, function: str) -> Agreement:
        """How a function compared with its oracle."""
        calls = self._asked.get(function, 0)
        return Agreement(function=function, calls=calls, problem=self._problems.get(function, ""))

    def _compare(self, ours: Any, theirs: Any) -> None:
        function = self._function
        self._asked[function] = self._asked.get(function, 0) + 1
        problem = disagreement(ours, theirs)
        if problem and function not in self._problems:
            call = len(self._lines[self._check])
            self._problems[function] = (
                f"differs from its oracle in call {call} of {self._check}: {problem}"
            )


def _value(reply: m.Reply, buffers: Buffers) -> Any:
    """A reply as plain data; what did not come back as a value is said in words."""
    unread = list(buffers)  # unpacking uses the list up
    match reply:
        case m.Returned():
            value = unpack(reply.value, unread, _stand_in)
            changes = [(c.argument, unpack(c.value, unread, _stand_in)) for c in reply.changed]
            return (value, dict(changes)) if changes else value
        case m.Returns():
            values = [unpack(node, unread, _stand_in) for node in reply.values]
            return values if reply.failure is None else (values, _value(reply.failure, []))
        case m.Threw():
            return f"raised {reply.type}"
    return type(reply).__name__


def _stand_in(reference: Held | Named | Stub) -> object:
    """What stays on the far side is no value to compare."""
    return type(reference)
