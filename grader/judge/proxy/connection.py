"""The judge's connection to a submission: Python values on this side, messages on the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from grader.checks.calls.inout import InOut, apply_change, unmarked
from grader.checks.calls.observed_call import Observation
from grader.checks.calls.unattributed import is_unattributed
from grader.errors import SlotLost
from grader.intake.notebook_cells import place_of
from grader.judge.proxy.arguments import ArgumentMarshaller
from grader.judge.proxy.exchange import Exchange
from grader.judge.proxy.failures import (
    Failure,
    Fault,
    Stopped,
    StudentRaised,
    raised_of,
    stopped_by,
)
from grader.judge.proxy.transcript import Transcript
from grader.model import Part, SourceFile, Verdict
from grader.wire import messages as m
from grader.wire.frames import FrameTooLarge
from grader.wire.marshalling import Buffers, Held, Named, Node, WireError

DEPTH = 8
"""How deep calls may nest: the judge calls the student calls the judge ..."""
GIVEN = "given"
"""The part that holds the course's own open code; a failure is never put down to it."""

T = TypeVar("T")


class Connection:
    """Calls into a submission on behalf of one check."""

    def __init__(
        self,
        exchange: Exchange,
        transcript: Transcript,
        parts: Sequence[Part],
        files: Sequence[SourceFile],
    ) -> None:
        self._exchange = exchange
        self._transcript = transcript
        self._files = {part.name: part.file for part in parts} | {GIVEN: "given.py"}
        self._notebooks = {part: place_of(file.path)[0] for file in files for part in file.cell_of}
        self._sources = {file.path: file.data for file in files}
        self._loaded: set[str] = set()
        self._marshaller = ArgumentMarshaller(self, self._load)
        self._depth = 0

    # what the proxies use

    def call(
        self,
        target: Named | Held,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        *,
        keep: bool = False,
        keep_items: tuple[int, ...] = (),
    ) -> Observation:
        """Call a function or a handle; changes to `inout` arguments and generators are applied.

        `keep`: the result comes as a handle; `keep_items`: these items of a tuple do.
        """
        buffers: Buffers = []
        request = m.Call(
            target=target,
            arguments=self._marshaller.arguments(args, buffers),
            keywords=self._marshaller.keywords(kwargs, buffers),
            keep=keep,
            keep_items=keep_items,
        )
        reply, answer = self._ask(target, request, buffers)
        if not isinstance(reply, m.Returned):
            raise self._mismatched()
        value = self._unpack(reply.value, answer)
        self._transcript.received()
        changes = {c.argument: self._unpack(c.value, answer) for c in reply.changed}
        return self._observe(target, value, args, kwargs, changes)

    def many(
        self,
        target: Named | Held,
        calls: Sequence[tuple[Any, ...]],
        keywords: Mapping[str, Any],
        leave_out: tuple[int, ...] = (),
    ) -> list[Any]:
        """Call a function once per argument list; raises at the first call that fails."""
        try:
            return self._many(target, calls, keywords, leave_out)
        except FrameTooLarge:
            if len(calls) < 2:
                raise
            half = len(calls) // 2
            return [
                *self.many(target, calls[:half], keywords, leave_out),
                *self.many(target, calls[half:], keywords, leave_out),
            ]

    def variable(self, target: Named) -> Any:
        """What a part has by this name. Raises StudentMissing when it has nothing."""
        return self._look_up(target, m.Variable(target=target), [])

    def cpu_of(
        self, target: Named, calls: Sequence[tuple[Any, ...]], keywords: Mapping[str, Any]
    ) -> float:
        """CPU seconds of the process behind `many` with the same arguments."""
        self._load(target.part)
        before = self._fault_kept(self._exchange.cpu)
        self.many(target, calls, keywords)
        return self._fault_kept(self._exchange.cpu) - before

    def attribute(self, target: Held, name: str) -> Any:
        """An attribute of a handle."""
        return self._look_up(target, m.Attribute(target=target, name=name), [])

    def item(self, target: Held, key: Any) -> Any:
        """An item of a handle."""
        buffers: Buffers = []
        return self._look_up(
            target, m.Item(target=target, key=self._marshaller.pack(key, buffers)), buffers
        )

    def length(self, target: Held) -> int:
        """The length of a handle."""
        value = self._look_up(target, m.Length(target=target), [])
        if type(value) is not int:
            raise self._mismatched()
        return value

    # requests and replies

    def _many(
        self,
        target: Named | Held,
        calls: Sequence[tuple[Any, ...]],
        keywords: Mapping[str, Any],
        leave_out: tuple[int, ...],
    ) -> list[Any]:
        buffers: Buffers = []
        request = m.Many(
            target=target,
            calls=tuple(self._marshaller.arguments(args, buffers) for args in calls),
            keywords=tuple(self._marshaller.keywords(keywords, buffers) for _ in calls),
            leave_out=leave_out,
        )
        reply, answer = self._ask(target, request, buffers)
        if not isinstance(reply, m.Returns):
            raise self._mismatched()
        values = [self._unpack(node, answer) for node in reply.values]
        self._transcript.received(len(values))
        if reply.failure is not None:
            raise self._stopped(target, reply.failure)
        if len(values) != len(calls):
            raise self._mismatched()
        return values

    def _look_up(self, target: Named | Held, request: m.Request, buffers: Buffers) -> Any:
        reply, answer = self._ask(target, request, buffers)
        if not isinstance(reply, m.Returned):
            raise self._mismatched()
        self._transcript.received()
        return self._unpack(reply.value, answer)

    def _ask(
        self, target: Named | Held, request: m.Request, buffers: Buffers
    ) -> tuple[m.Reply, Buffers]:
        if isinstance(target, Named):
            if not is_unattributed() and target.part != GIVEN:
                self._transcript.function = self._full_name(target)
            self._load(target.part)
        reply, answer = self._request(request, buffers)
        if isinstance(reply, m.Threw | m.Missing | m.Kept):
            raise self._stopped(target, reply)
        return reply, answer

    def _request(self, request: m.Request, buffers: Buffers) -> tuple[m.Reply, Buffers]:
        """Send a request. A fault is kept: it decides even if the check swallows it."""
        return self._fault_kept(lambda: self._exchange.request(request, buffers, self._call_back))

    def _fault_kept(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except Fault as fault:
            self._transcript.fault = self._transcript.fault or fault
            raise
        except SlotLost as lost:
            self._transcript.fault = Fault(Verdict.INFRA, lost.message)
            raise

    def _full_name(self, target: Named) -> str:
        """With its part where there are several: two parts may share names."""
        one_part = len(self._files) == 2  # it, and `given`
        return target.name if one_part else f"{target.part}.{target.name}"

    def _load(self, part: str) -> None:
        if part in self._loaded:
            return
        file = self._files[part]
        reply, _ = self._request(m.Load(part=part, file=file), [])
        if isinstance(reply, m.Threw):
            raise StudentRaised(raised_of(reply, self._sources), loading=file)
        self._loaded.add(part)

    def _call_back(self, question: m.Ask, buffers: Buffers) -> tuple[m.Answer | m.Refuse, Buffers]:
        """Run a function of ours that the submission calls."""
        if self._depth >= DEPTH or not self._marshaller.has_callback(question.stub):
            return m.Refuse(type="RecursionError"), []
        self._depth += 1
        answer: Buffers = []
        try:
            result = self._marshaller.call_back(question, buffers)
            return m.Answer(value=self._marshaller.pack(result, answer)), answer
        except WireError as error:
            raise self._no_value(error) from error
        except (Fault, SlotLost):
            raise
        except Exception as error:
            # The submission may hand our function anything; the text of the error stays here.
            name = error.raised.base if isinstance(error, StudentRaised) else type(error).__name__
            return m.Refuse(type=name), []
        finally:
            self._depth -= 1

    # values

    def _unpack(self, node: Node, buffers: Buffers) -> Any:
        try:
            return self._marshaller.unpack(node, buffers)
        except WireError as error:
            raise self._no_value(error) from error

    def _observe(
        self,
        target: Named | Held,
        value: Any,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        changes: Mapping[int | str, Any],
    ) -> Observation:
        arguments = [unmarked(arg) for arg in args]
        keywords = {name: unmarked(arg) for name, arg in kwargs.items()}
        for key, new in changes.items():
            if isinstance(key, int) and 0 <= key < len(args):
                self._changed(target, key, args[key], new)
                arguments[key] = new
            elif isinstance(key, str) and key in kwargs:
                self._changed(target, key, kwargs[key], new)
                keywords[key] = new
            else:
                raise self._mismatched()
        return Observation(value=value, arguments=tuple(arguments), keywords=keywords)

    def _changed(self, target: Named | Held, key: int | str, old: Any, new: Any) -> None:
        if isinstance(old, InOut):
            apply_change(old.value, new)
        elif isinstance(old, np.random.Generator) and isinstance(new, np.random.Generator):
            old.bit_generator.state = new.bit_generator.state
        else:
            self._transcript.changed(_name_of(target), key)

    # failures

    def _stopped(self, target: Named | Held, reply: Failure) -> Stopped:
        part = target.part if isinstance(target, Named) else ""
        file = self._notebooks.get(part) or self._files.get(part, part)
        return stopped_by(reply, _name_of(target), file, self._sources, part)

    def _mismatched(self) -> Fault:
        return self._kept(Fault(Verdict.PROTOCOL, "sent an answer to another question"))

    def _no_value(self, error: WireError) -> Fault:
        sentence = "sent an answer that is no value"
        return self._kept(Fault(Verdict.PROTOCOL, sentence, detail=str(error)))

    def _kept(self, fault: Fault) -> Fault:
        self._transcript.fault = self._transcript.fault or fault
        return fault


def _name_of(target: Named | Held) -> str:
    return target.name if isinstance(target, Named) else "an object in the sandbox"
