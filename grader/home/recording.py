"""What is recorded of the reference in public checks: values for a release, without the code.

A release holds no reference. It holds the calls of the reference that each public check makes, with
arguments and results, in the wire's own format, which holds numbers and no code. The names in the
file are older than some of the names here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from grader.checks.calls.calling import copied
from grader.errors import CourseError
from grader.model import Check, Diagnosis, Record
from grader.wire import messages as m
from grader.wire.marshalling import (
    Buffer,
    Buffers,
    Node,
    Unsendable,
    WireError,
    pack,
    plain,
    unpack,
)


class RecordedValue(Record):
    """A value as bytes."""

    node: Node
    buffers: tuple[bytes, ...] = ()


class ReferenceCall(Record):
    """One call of the reference."""

    function: str
    """As checks name it: "softmax", or "xor.layer1" where there are several parts."""
    arguments: RecordedValue | None = msgspec.field(name="asked")
    """`(args, kwargs)`; None when a function is among them."""
    result: RecordedValue = msgspec.field(name="answered")
    after: RecordedValue | None = None
    """The arguments as the call left them, where it changed them."""


class RecordedReply(Record):
    """A request to a submission, and what a known mistake replied."""

    request: bytes
    """See `digest`."""
    reply: m.Returned | m.Returns | m.Done | None
    """None where it raised: exceptions are not compared, and would show the code."""
    buffers: tuple[bytes, ...] = msgspec.field(name="answer")


class RecordedMistake(Record):
    """What a known mistake replies in public checks."""

    mistake: Diagnosis
    failed: tuple[str, ...]
    """The checks that it fails."""
    replies: dict[str, tuple[RecordedReply, ...]] = msgspec.field(name="heard")
    """All its replies, in order, in all checks that call its function or fail."""


class Recording(Record):
    """An assignment's public checks: their calls of the reference, and what else a student may
    know of them."""

    assignment: str
    checks: tuple[Check, ...]
    functions: dict[str, tuple[str, ...]]
    """The functions of the submission that a check calls, "part.function", by the check's id."""
    calls: dict[str, tuple[ReferenceCall, ...]]
    """By the check's id, in the order of the calls."""
    constants: dict[str, RecordedValue]
    """Values of the reference that are no functions, by name."""
    parameters: Mapping[str, tuple[str, ...]] = {}
    """The names of the parameters of each function that students write, "part.function"."""
    questions: tuple[str, ...] = ()
    """The ids of the questions on the card."""
    mistakes: tuple[RecordedMistake, ...] = msgspec.field(default=(), name="symptoms")
    """The known mistakes that a public check shows; only a release has them."""
    hidden: int = 0
    """How many checks a student does not see."""
    hidden_points: float = 0.0
    question_points: float = 0.0


def recorded(value: object) -> RecordedValue:
    """Record a plain value. Raises `Unsendable` for anything else."""
    buffers: Buffers = []
    node = pack(value, buffers, plain)
    return RecordedValue(node=node, buffers=tuple(bytes(buffer) for buffer in buffers))


def recorded_copy(value: object) -> RecordedValue | None:
    """A value as it is now, or None when it is no plain one."""
    try:
        return recorded(copied(value))
    except Unsendable:
        return None


def value_of(recorded: RecordedValue) -> Any:
    """The value that was recorded."""
    return unpack(recorded.node, list(recorded.buffers), _no_reference)


def digest(request: m.Request, buffers: Iterable[Buffer]) -> bytes:
    """What tells a request from others, 16 bytes."""
    found = hashlib.blake2b(msgspec.msgpack.encode(request), digest_size=16)
    for buffer in buffers:
        found.update(buffer)
    return found.digest()


def to_bytes(recording: Recording) -> bytes:
    """A recording as the content of a file."""
    return msgspec.msgpack.encode(recording)


def from_bytes(data: bytes, where: str) -> Recording:
    """Read what `to_bytes` made. Raises CourseError."""
    try:
        return msgspec.msgpack.decode(data, type=Recording)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(
            f"{where} is damaged: {error}", hint="Unpack the assignment again."
        ) from error


def _no_reference(reference: object) -> Any:
    raise WireError("a recorded value holds a reference")
