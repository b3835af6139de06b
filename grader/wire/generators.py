"""NumPy's random generators as plain values.

NumPy's own setters trust the state they are given: a position beyond the end of MT19937's words
makes it read foreign memory. So a state is compared with a pattern before NumPy sees it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from grader.wire.frames import WireError


class Words(NamedTuple):
    """Pattern of an array of unsigned words."""

    dtype: type
    length: int


_WORD_LEFT = {"has_uint32": range(2), "uinteger": range(2**32)}
_PCG64 = {"state": {"state": range(2**128), "inc": range(1, 2**128, 2)}, **_WORD_LEFT}

PATTERNS: dict[str, dict[str, Any]] = {
    "PCG64": _PCG64,
    "PCG64DXSM": _PCG64,
    "MT19937": {"state": {"key": Words(np.uint32, 624), "pos": range(625)}},
    "Philox": {
        "state": {"counter": Words(np.uint64, 4), "key": Words(np.uint64, 2)},
        "buffer": Words(np.uint64, 4),
        "buffer_pos": range(5),
        **_WORD_LEFT,
    },
    "SFC64": {"state": {"state": Words(np.uint64, 4)}, **_WORD_LEFT},
}
"""What a state holds, for every bit generator that travels, beside its `bit_generator` name.

A range stands for an integer in it.
"""


def state_of(generator: np.random.Generator) -> dict[str, Any] | None:
    """Return the state as a plain value, or None if this bit generator does not travel."""
    bits = generator.bit_generator
    name = type(bits).__name__
    if type(bits) is not getattr(np.random, name, None) or name not in PATTERNS:
        return None
    return dict(bits.state)


def read_generator(state: object) -> np.random.Generator:
    """Return a generator that goes on where the state was taken.

    The seed sequence does not travel, so `spawn` does not give the original's children.
    """
    if type(state) is not dict or type(name := state.get("bit_generator")) is not str:
        raise WireError("a generator without a state")
    if name not in PATTERNS:
        raise WireError(f"a generator of {name!r:.40}")
    if not _fits(state, {"bit_generator": name, **PATTERNS[name]}):
        raise WireError(f"a {name} generator in an impossible state")
    bits = getattr(np.random, name)(0)
    bits.state = state
    return np.random.Generator(bits)


def _fits(value: object, pattern: object) -> bool:
    if isinstance(pattern, dict):
        return (
            type(value) is dict
            and value.keys() == pattern.keys()
            and all(_fits(value[key], pattern[key]) for key in pattern)
        )
    if isinstance(pattern, Words):
        return (
            type(value) is np.ndarray
            and value.dtype == pattern.dtype
            and value.shape == (pattern.length,)
        )
    if isinstance(pattern, range):
        return type(value) is int and value in pattern
    return type(value) is type(pattern) and value == pattern
