"""Whether two replies are one result. Pure.

Two people who make the same mistake write other code: sums in another order, a list for a tuple,
a NumPy number for a Python number. None of that makes two results different; a tensor where there
is a number does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from grader.checks.comparing.walk import agree, leaves
from grader.checks.kinds import Array, is_tensor, numeric
from grader.wire import messages as m
from grader.wire.marshalling import Buffer, Held, Named, Node, Stub, WireError, unpack

NOISE = {"float32": 1e-5, "complex64": 1e-5, "float16": 1e-2, "bfloat16": 1e-2}
"""By dtype, of an array's largest entry: what one computation differs when its order does."""
USUAL_NOISE = 1e-7
CLEARLY = 10.0
"""Results that differ by this many times the noise are different ones."""
TELLING = 4
"""Whole numbers that tell something together when they are not all one: a table of AND has four."""


@dataclass(frozen=True)
class ReplyValues:
    """A reply as values: what came back, and what became of the arguments."""

    values: tuple[Any, ...]
    failed: bool = False
    """The code raised, or had no such function; exceptions are never compared."""


class Opaque:
    """An object that stayed on the far side; two of them are alike."""


_OPAQUE = Opaque()


def reply_of(reply: m.Reply, reply_buffers: Sequence[Buffer]) -> ReplyValues:
    """A reply as values; one that holds none counts as failed."""
    buffers = list(reply_buffers)
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


def same(one: ReplyValues, other: ReplyValues) -> bool:
    """Whether two replies are one result, up to the order of sums and to dtypes."""
    return not one.failed and not other.failed and _alike(one.values, other.values, 1.0)


def different(one: ReplyValues, other: ReplyValues) -> bool:
    """Whether two replies are two results, and clearly so."""
    return one.failed or other.failed or not _alike(one.values, other.values, CLEARLY)


def dtypes(reply: ReplyValues) -> tuple[str, ...]:
    """The dtypes of all numbers in a reply, in order."""
    return tuple(numbers.dtype for _, value in leaves(reply.values) if (numbers := numeric(value)))


def tells(replies: Iterable[ReplyValues]) -> bool:
    """Whether replies are hard to hit by accident: zeros, and constants of any kind, are easy."""
    numbers = [n.values for r in replies for _, v in leaves(r.values) if (n := numeric(v))]
    entries = [v[np.isfinite(v)].reshape(-1) for v in numbers if v.dtype.kind in "biufc" and v.size]
    if any(e.dtype.kind in "fc" and bool(np.any(e != np.round(e))) for e in entries):
        return True
    together = np.concatenate([np.asarray(e, complex) for e in entries] or [np.zeros(0)])
    return together.size >= TELLING and bool(np.any(together != together[0]))


def _value(node: Node, buffers: list[Buffer]) -> Any:
    return unpack(node, buffers, _resolve)


def _resolve(reference: Held | Named | Stub) -> Opaque:
    return _OPAQUE


def _alike(one: Any, other: Any, times: float) -> bool:
    leaf = partial(_alike_leaf, times=times)
    return agree(one, other, leaf, list_is_tuple=True, key_order=False)


def _alike_leaf(one: Any, other: Any, times: float) -> bool:
    a, b = numeric(one), numeric(other)
    if a is not None and b is not None:
        if not (a.shape == b.shape and a.holds_numbers and b.holds_numbers):
            return False
        if is_tensor(one) != is_tensor(other):
            return False
        noise = max(NOISE.get(dtype, USUAL_NOISE) for dtype in (a.dtype, b.dtype))
        return _close(a.values, b.values, times * noise)
    if a is not None or b is not None or type(one) is not type(other):
        return False
    if isinstance(one, np.random.Generator):
        return repr(one.bit_generator.state) == repr(other.bit_generator.state)
    return isinstance(one, Opaque) or (isinstance(one, (str, bytes, type(None))) and one == other)


def _close(one: Array, other: Array, noise: float) -> bool:
    if one.dtype.kind not in "fc" and other.dtype.kind not in "fc":
        return bool(np.array_equal(one, other))
    with np.errstate(all="ignore"):
        a, b = one * 1.0, other * 1.0
        if one.size and np.isfinite(gap := np.abs(a - b).max()):  # then every entry is
            return bool(gap <= noise * max(np.abs(a).max(), np.abs(b).max()))
        finite = np.isfinite(one)
        if not np.array_equal(finite, np.isfinite(other)):
            return False
        if not np.array_equal(one[~finite], other[~finite], equal_nan=True):
            return False
        if not finite.any():
            return True
        a, b = a[finite], b[finite]
        scale = max(float(np.abs(a).max()), float(np.abs(b).max()))
        return bool(np.abs(a - b).max() <= noise * scale)
