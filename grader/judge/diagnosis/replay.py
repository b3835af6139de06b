"""A dialogue said again to other code: the same requests, other replies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from msgspec import Struct

from grader.judge.diagnosis.equivalence import Opaque, ReplyValues
from grader.judge.proxy.loopback import Loopback
from grader.judge.proxy.recorded_calls import RecordedCall
from grader.wire import messages as m
from grader.wire.marshalling import Buffer, Held, Named, Node, Stub, WireError, unpack
from grader.wire.nodes import Array

Modules = Mapping[str, ModuleType]
_OPAQUE = Opaque()


def replies_of(dialogue: Sequence[RecordedCall]) -> list[ReplyValues]:
    """The replies as they came; one that holds no value counts as failed."""
    return [reply_of(said.reply, said.answer) for said in dialogue]


def replay(dialogue: Sequence[RecordedCall], modules: Modules) -> Iterator[ReplyValues]:
    """Make the same requests of `modules`, one for each step of the iteration."""
    loopback = Loopback(modules)
    for said in dialogue:
        reply, answer = loopback.request(said.request, list(said.buffers), said.listener)
        yield reply_of(reply, answer)


@contextmanager
def replaced(module: ModuleType, name: str, function: object) -> Iterator[None]:
    """While this lasts, `module` has another function of this name, also for its own calls."""
    right = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, right)


def function_of(said: RecordedCall) -> str:
    """The function that was called by its name, "part.function"; empty for all else."""
    target = getattr(said.request, "target", None)
    return f"{target.part}.{target.name}" if isinstance(target, Named) else ""


def lengths_of(said: RecordedCall) -> tuple[int, ...]:
    """The lengths above 1 of all arrays among the arguments of a call."""
    return tuple(sorted({length for shape in _shapes(said.request) for length in shape} - {0, 1}))


def _shapes(value: object) -> Iterator[tuple[int, ...]]:
    if isinstance(value, Array):
        yield value.shape
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _shapes(item)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _shapes(getattr(value, name))


def reply_of(reply: m.Reply, answer: Sequence[Buffer]) -> ReplyValues:
    """A reply as values; one that holds none counts as failed."""
    buffers = list(answer)
    try:
        match reply:
            case m.Returned():
                changed = [
                    (change.argument, _value(change.value, buffers)) for change in reply.changed
                ]
                return ReplyValues((_value(reply.value, buffers), *changed))
            case m.Returns():
                values = tuple(_value(node, buffers) for node in reply.values)
                return ReplyValues(values, failed=reply.failure is not None)
            case m.Done():
                return ReplyValues(())
    except WireError:
        pass
    return ReplyValues((), failed=True)


def _value(node: Node, buffers: list[Buffer]) -> Any:
    return unpack(node, buffers, _resolve)


def _resolve(reference: Held | Named | Stub) -> Opaque:
    return _OPAQUE
