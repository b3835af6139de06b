"""Recorded calls replayed to other code: the same requests, other replies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType

from msgspec import Struct

from grader.judge.diagnosis.equivalence import ReplyValues, reply_of
from grader.judge.proxy.exchange import Loopback
from grader.judge.proxy.recorded_calls import RecordedCall
from grader.wire.nodes import Array

Modules = Mapping[str, ModuleType]


def replay(calls: Sequence[RecordedCall], modules: Modules) -> Iterator[ReplyValues]:
    """Make the same requests of `modules`, one for each step of the iteration."""
    loopback = Loopback(modules)
    for call in calls:
        reply, buffers = loopback.request(call.request, list(call.buffers), call.listener)
        yield reply_of(reply, buffers)


def lengths_of(call: RecordedCall) -> tuple[int, ...]:
    """The lengths above 1 of all arrays among the arguments of a call."""
    return tuple(sorted({length for shape in _shapes(call.request) for length in shape} - {0, 1}))


def _shapes(value: object) -> Iterator[tuple[int, ...]]:
    if isinstance(value, Array):
        yield value.shape
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _shapes(item)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _shapes(getattr(value, name))
