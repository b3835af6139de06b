"""What the reference says in public checks, written down: values for a release, without the code.

A release holds no reference. It holds what the reference was asked in each public check and what it
answered, in the wire's own format, which holds numbers and no code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from grader.checks.calling import copied
from grader.errors import CourseError
from grader.far.values import Buffers, Node, Unsendable, WireError, pack, plain, unpack
from grader.model import Record


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


class Recording(Record):
    """Everything that was asked in an assignment's public checks."""

    calls: dict[str, tuple[Spoken, ...]]
    """By the check's id, in the order of the calls."""
    constants: dict[str, Written]
    """Values of the reference that are no functions, by name."""


def write(value: object) -> Written:
    """Write a plain value down. Raises `Unsendable` for anything else."""
    buffers: Buffers = []
    node = pack(value, buffers, plain)
    return Written(node=node, buffers=tuple(bytes(buffer) for buffer in buffers))


def read(written: Written) -> Any:
    """The value that was written down."""
    return unpack(written.node, list(written.buffers), _no_reference)


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


class Recorder:
    """Writes down what functions of the reference are asked and answer."""

    def __init__(self, current: Callable[[], str]) -> None:
        self._current = current
        """The id of the check that is running."""
        self._calls: dict[str, list[Spoken]] = {}
        self._depth = 0

    def listening(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, whose calls by a check are written down; those by itself are not."""

        def asked(*args: Any, **kwargs: Any) -> Any:
            before = _written((args, kwargs))
            self._depth += 1
            try:
                answer = function(*args, **kwargs)
            finally:
                self._depth -= 1
            if self._depth == 0:
                self._note(name, before, answer, _written((args, kwargs)))
            return answer

        asked.__name__ = asked.__qualname__ = function.__name__
        return asked

    def recording(self, constants: Mapping[str, object]) -> Recording:
        """All of it."""
        return Recording(
            calls={check: tuple(calls) for check, calls in self._calls.items()},
            constants={name: write(value) for name, value in constants.items()},
        )

    def _note(self, name: str, before: Written | None, answer: Any, after: Written | None) -> None:
        check = self._current()
        try:
            answered = write(answer)
        except Unsendable as error:
            raise CourseError(
                f"{check}: what reference.{name} returns cannot be written down ({error.path})",
                hint="Public checks compare plain values: numbers, arrays, tuples, lists, dicts.",
            ) from error
        spoken = Spoken(
            function=name,
            asked=before,
            answered=answered,
            after=after if after != before else None,
        )
        self._calls.setdefault(check, []).append(spoken)


class Playback:
    """Answers as the recording says."""

    def __init__(self, recording: Recording, current: Callable[[], str]) -> None:
        self._recording = recording
        self._current = current
        self._place: tuple[str, int] = ("", 0)

    def function(self, name: str) -> Callable[..., Any]:
        """A function that answers what the reference answered."""

        def answer(*args: Any, **kwargs: Any) -> Any:
            return self._answer(name, args, kwargs)

        answer.__name__ = answer.__qualname__ = name.rpartition(".")[2]
        return answer

    def _answer(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        check = self._current()
        calls = self._recording.calls.get(check, ())
        begin = self._place[1] if self._place[0] == check else 0
        for number in (*range(begin, len(calls)), *range(begin)):
            spoken = calls[number]
            if spoken.function == name and _same(spoken, args, kwargs):
                self._place = (check, number + 1)
                _leave_changed(spoken, args, kwargs)
                return read(spoken.answered)
        raise CourseError(
            f"{check} asks the reference for {name} with arguments that are not in the release",
            hint="A public check may ask the reference only for what does not depend on the "
            "submission.",
        )


# --- comparing arguments ----------------------------------------------------------------------


def _same(spoken: Spoken, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether a call is the recorded one; another BLAS differs in the last bits."""
    if spoken.asked is None:
        return _written((tuple(args), dict(kwargs))) is None
    return alike(read(spoken.asked), (tuple(args), dict(kwargs)))


def alike(one: Any, other: Any) -> bool:
    """Whether two plain values are equal but for the last bits of their floats."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, np.random.Generator):
        return bool(repr(one.bit_generator.state) == repr(other.bit_generator.state))
    if isinstance(one, np.ndarray | np.generic | float | complex):
        a, b = np.asarray(one), np.asarray(other)
        if a.shape != b.shape or a.dtype != b.dtype:
            return False
        if a.dtype.kind not in "fc":
            return bool(np.array_equal(a, b))
        return bool(np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True))
    if hasattr(one, "numpy"):
        return alike(one.detach().numpy(), other.detach().numpy())
    return bool(one == other)


def _leave_changed(spoken: Spoken, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Do to the arguments what the reference did to them."""
    if spoken.after is None:
        return
    changed_args, changed_kwargs = read(spoken.after)
    pairs = [*zip(args, changed_args, strict=True)]
    pairs += [(kwargs[name], changed_kwargs[name]) for name in kwargs]
    for old, new in pairs:
        if isinstance(old, np.random.Generator):
            old.bit_generator.state = new.bit_generator.state
        elif isinstance(old, np.ndarray):
            old[...] = new
        elif isinstance(old, dict):
            old.clear()
            old.update(new)
        elif isinstance(old, list):
            old[:] = new


def _written(value: object) -> Written | None:
    try:
        return write(copied(value))
    except Unsendable:
        return None


def _no_reference(reference: object) -> Any:
    raise WireError("a recorded value holds a reference")
