"""What the reference says in public checks, written down: values for a release, without the code.

A release holds no reference. It holds what the reference was asked in each public check and what it
answered, in the wire's own format, which holds numbers and no code.
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


class Written(Record):
    """A value as bytes."""

    node: Node
    buffers: tuple[bytes, ...] = ()


class Spoken(Record):
    """One call of the reference."""

    function: str
    """As checks name it: "softmax", or "xor.layer1" where there are several parts."""
    asked: Written | None
    """Its arguments, `(args, kwargs)`; None when a function is among them."""
    answered: Written
    after: Written | None = None
    """The arguments as the call left them, where it changed them."""


class Heard(Record):
    """A request to a submission, and what a known mistake replied."""

    request: bytes
    """See `digest`."""
    reply: m.Returned | m.Returns | m.Done | None
    """None where it raised: exceptions are not compared, and would show the code."""
    answer: tuple[bytes, ...]


class Symptoms(Record):
    """How a known mistake shows in public checks."""

    mistake: Diagnosis
    failed: tuple[str, ...]
    """The checks that it fails."""
    heard: dict[str, tuple[Heard, ...]]
    """Everything that it replied, in all checks that call its function or fail."""


class Recording(Record):
    """An assignment's public checks: what they asked the reference, and what else a student may
    know of them."""

    assignment: str
    checks: tuple[Check, ...]
    functions: dict[str, tuple[str, ...]]
    """The functions of the submission that a check calls, "part.function", by the check's id."""
    calls: dict[str, tuple[Spoken, ...]]
    """By the check's id, in the order of the calls."""
    constants: dict[str, Written]
    """Values of the reference that are no functions, by name."""
    parameters: Mapping[str, tuple[str, ...]] = {}
    """The names of the parameters of each function that students write, "part.function"."""
    questions: tuple[str, ...] = ()
    """The ids of the questions on the card."""
    symptoms: tuple[Symptoms, ...] = ()
    """Of the known mistakes that a public check shows; only a release has them."""
    hidden: int = 0
    """How many checks a student does not see."""
    hidden_points: float = 0.0
    question_points: float = 0.0


def write(value: object) -> Written:
    """Write a plain value down. Raises `Unsendable` for anything else."""
    buffers: Buffers = []
    node = pack(value, buffers, plain)
    return Written(node=node, buffers=tuple(bytes(buffer) for buffer in buffers))


def written(value: object) -> Written | None:
    """A copy of a value as it is now, or None when it is none that can be written down."""
    try:
        return write(copied(value))
    except Unsendable:
        return None


def read(value: Written) -> Any:
    """The value that was written down."""
    return unpack(value.node, list(value.buffers), _no_reference)


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
    except msgspec.DecodeError as error:
        raise CourseError(
            f"{where} is damaged: {error}", hint="Unpack the assignment again."
        ) from error


def _no_reference(reference: object) -> Any:
    raise WireError("a recorded value holds a reference")
