"""A dialogue said again to other code: the same requests, other replies, and how they compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from grader.checks.kinds import numeric
from grader.far import messages as m
from grader.far.values import Buffer, Held, Named, Node, Stub, unpack
from grader.judge.dialogue import Said
from grader.judge.loopback import Loopback

Modules = Mapping[str, ModuleType]


@dataclass(frozen=True)
class Reply:
    """A reply as values: what came back, and what became of the arguments."""

    values: tuple[Any, ...]
    failed: bool = False
    """The code raised, or had no such function; exceptions are never compared."""


class Reference:
    """An object that stayed on the far side; two of them are alike."""


_REFERENCE = Reference()


@contextmanager
def replaced(modules: Modules, of: str, function: object) -> Iterator[None]:
    """`modules` with another function at "part.function", also for their own calls."""
    part, _, name = of.partition(".")
    module = modules[part]
    right = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, right)


def replies_of(dialogue: Sequence[Said]) -> list[Reply]:
    """The replies as they came. Raises WireError when one holds no value."""
    return [_reply(said.reply, said.answer) for said in dialogue]


def replay(dialogue: Sequence[Said], modules: Modules) -> Iterator[Reply]:
    """Make the same requests of `modules`, one for each step of the iteration."""
    loopback = Loopback(modules)
    for said in dialogue:
        reply, answer = loopback.request(said.request, list(said.buffers), said.listener)
        yield _reply(reply, answer)


def called(dialogue: Sequence[Said]) -> tuple[str, ...]:
    """The functions that were called or handed over by name, "part.function", each once."""
    found: dict[str, None] = {}
    for said in dialogue:
        for value in _walk(said.request):
            if isinstance(value, Named):
                found[f"{value.part}.{value.name}"] = None
    return tuple(found)


def _walk(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, (tuple, list)):
        for item in value:
            yield from _walk(item)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name))


def _reply(reply: m.Reply, answer: Sequence[Buffer]) -> Reply:
    buffers = list(answer)
    match reply:
        case m.Returned():
            changed = [(change.argument, _value(change.value, buffers)) for change in reply.changed]
            return Reply((_value(reply.value, buffers), *changed))
        case m.Returns():
            values = tuple(_value(node, buffers) for node in reply.values)
            return Reply(values, failed=reply.failure is not None)
        case m.Done():
            return Reply(())
    return Reply((), failed=True)


def _value(node: Node, buffers: list[Buffer]) -> Any:
    return unpack(node, buffers, _resolve)


def _resolve(reference: Held | Named | Stub) -> Reference:
    return _REFERENCE


# --- comparing --------------------------------------------------------------------------------

_SAME = {"float32": 1e-5, "float16": 1e-2, "bfloat16": 1e-2, "complex64": 1e-5}
"""Noise of one computation done in two orders, of an array's largest entry; else 1e-9."""
_CLEARLY = 10.0
"""Values that differ by this many times the noise are different."""


def same(one: Reply, other: Reply) -> bool:
    """Whether two replies are one result, up to the order of sums."""
    return not one.failed and not other.failed and _alike(one.values, other.values, 1.0)


def different(one: Reply, other: Reply) -> bool:
    """Whether two replies are two results, and clearly so."""
    return one.failed or other.failed or not _alike(one.values, other.values, _CLEARLY)


def _alike(one: Any, other: Any, times: float) -> bool:
    if isinstance(one, (tuple, list)):
        return (
            type(one) is type(other)
            and len(one) == len(other)
            and all(_alike(a, b, times) for a, b in zip(one, other, strict=True))
        )
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(_alike(one[key], other[key], times) for key in one)
        )
    if isinstance(one, np.random.Generator):
        return isinstance(other, np.random.Generator) and bool(
            repr(one.bit_generator.state) == repr(other.bit_generator.state)
        )
    a, b = numeric(one), numeric(other)
    if a is not None and b is not None:
        if a.kind != b.kind or a.dtype != b.dtype or a.shape != b.shape or not a.holds_numbers:
            return False
        return _close(a.values, b.values, times * _SAME.get(a.dtype, 1e-9))
    if a is not None or b is not None or type(one) is not type(other):
        return False
    return bool(one == other) if isinstance(one, (str, bytes, type(None))) else one is other


def _close(one: Any, other: Any, noise: float) -> bool:
    if one.dtype.kind not in "fc":
        return bool(np.array_equal(one, other))
    with np.errstate(all="ignore"):
        finite = np.isfinite(one)
        if not np.array_equal(finite, np.isfinite(other)):
            return False
        if not np.array_equal(one[~finite], other[~finite], equal_nan=True):
            return False
        if not finite.any():
            return True
        scale = max(float(np.abs(other[finite]).max()), float(np.abs(one[finite]).max()))
        return bool(np.abs(one[finite] - other[finite]).max() <= noise * scale)
