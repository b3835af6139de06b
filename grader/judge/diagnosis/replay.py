"""Recorded calls replayed to other code: the same requests, other replies."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType

from msgspec import Struct

from grader.judge.diagnosis.equivalence import ReplyValues, reply_of
from grader.judge.proxy.exchange import Loopback
from grader.judge.proxy.recorded_calls import RecordedCall
from grader.wire.nodes import Array

Modules = Mapping[str, ModuleType]

MOST_BYTES = 64 * 1024 * 1024
"""Of recorded calls whose replays are kept."""


def replay(calls: Sequence[RecordedCall], modules: Modules) -> Iterator[ReplyValues]:
    """Make the same requests of `modules`, one for each step of the iteration."""
    loopback = Loopback(modules)
    for call in calls:
        reply, buffers = loopback.request(call.request, list(call.buffers), call.listener)
        yield reply_of(reply, buffers)


class Replays:
    """Calls replayed to code that changes from time to time: with the same code only once."""

    def __init__(self, calls: Mapping[str, Sequence[RecordedCall]], modules: Modules) -> None:
        """`calls`: by check."""
        self._calls = calls
        self._modules = modules
        self._kept: dict[tuple[str, Hashable], _Replay] = {}
        self._bytes = {
            check: sum(
                len(data) for call in recorded for data in (*call.buffers, *call.reply_buffers)
            )
            for check, recorded in calls.items()
        }
        self._left = MOST_BYTES

    def of(self, check: str, code: Hashable) -> Iterable[ReplyValues]:
        """The replies in a check; `code` tells what is in place while they are iterated over."""
        replay_now = replay(self._calls[check], self._modules)
        if (check, code) not in self._kept:
            self._left -= self._bytes[check]
            if self._left < 0:  # what is kept must not grow with what a submission returned
                return replay_now
            self._kept[check, code] = _Replay(replay_now)
        return self._kept[check, code]


class _Replay:
    """Replies that are made when they are first asked for."""

    def __init__(self, replies: Iterator[ReplyValues]) -> None:
        self._replies = replies
        self._made: list[ReplyValues] = []

    def __iter__(self) -> Iterator[ReplyValues]:
        yield from self._made
        for reply in self._replies:
            self._made.append(reply)
            yield reply


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
