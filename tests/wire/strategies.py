"""Values that may cross the wire, and what it means that two of them are the same."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.wire.arrays import DTYPES
from grader.wire.generators import PATTERNS
from grader.wire.nodes import INT_BITS

NAN_WITH_PAYLOAD = struct.unpack("<d", bytes.fromhex("efcdab000000f8ff"))[0]

whole = st.one_of(
    st.integers(),
    st.integers(-(2**INT_BITS) + 1, 2**INT_BITS - 1),
    st.sampled_from([2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, -1, 0]),
)
real = st.one_of(st.floats(), st.sampled_from([-0.0, NAN_WITH_PAYLOAD, float("inf")]))
text = st.text(st.characters(), max_size=40)  # lone surrogates included
atoms = st.one_of(
    st.none(),
    st.booleans(),
    whole,
    real,
    st.builds(complex, real, real),
    text,
    st.binary(max_size=200),
)
keys = st.recursive(atoms, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=4)
"""What may be a key of a dict."""

slices = st.builds(slice, *[st.none() | st.integers()] * 3)
dtypes = st.sampled_from(sorted(DTYPES)).map(np.dtype)


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    """Arrays of every dtype that travels, in every layout that NumPy has for them."""
    shape = draw(npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
    array = np.asarray(draw(npst.arrays(draw(dtypes), shape)))
    layout = draw(st.sampled_from(["C", "Fortran", "swapped", "strided", "reversed", "read-only"]))
    if layout == "Fortran":
        return np.asarray(array, order="F")
    if layout == "swapped":
        return array.astype(array.dtype.newbyteorder(">"))
    if layout == "strided" and array.ndim > 0:
        return np.repeat(array, 2, axis=-1)[..., ::2]
    if layout == "reversed":
        return np.asarray(np.flip(array.T))
    array.flags.writeable = layout != "read-only"
    return array


scalars = dtypes.flatmap(lambda dtype: npst.arrays(dtype, (1,))).map(lambda array: array[0])


@st.composite
def generators(draw: st.DrawFn) -> np.random.Generator:
    """Generators that have already been used."""
    kind = getattr(np.random, draw(st.sampled_from(sorted(PATTERNS))))
    generator = np.random.Generator(kind(draw(st.integers(0, 2**64))))
    generator.integers(0, 7, size=draw(st.integers(0, 5)), dtype=np.int32)
    return generator


series = st.one_of(
    st.lists(real, min_size=12, max_size=24),
    st.lists(whole, min_size=12, max_size=24),
    st.lists(real.map(np.float64), min_size=12, max_size=24),
    st.lists(st.one_of(real, st.booleans()), min_size=12, max_size=24),
)
"""Lists around the length from which numbers of one type travel in a buffer."""

leaves = st.one_of(atoms, slices, st.just(...), arrays(), scalars, generators(), series)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
    ),
    max_leaves=12,
)
"""All plain values, without tensors."""


def same(a: Any, b: Any) -> bool:
    """Whether two values agree in type and in every bit. The layout of arrays does not count."""
    if type(a) is not type(b):
        return False
    match a:
        case float():
            return struct.pack("<d", a) == struct.pack("<d", b)
        case complex():
            return same(a.real, b.real) and same(a.imag, b.imag)
        case list() | tuple():
            return len(a) == len(b) and all(map(same, a, b))
        case dict():
            return same(list(a.items()), list(b.items()))
        case slice():
            return same((a.start, a.stop, a.step), (b.start, b.stop, b.step))
        case np.ndarray():
            native = a.dtype.newbyteorder("=")
            alike = native == b.dtype.newbyteorder("=") and a.shape == b.shape
            return bool(alike and a.astype(native).tobytes() == b.astype(native).tobytes())
        case np.generic():
            return bool(a.tobytes() == b.tobytes())
        case np.random.Generator():
            return str(a.bit_generator.state) == str(b.bit_generator.state)
        case _:
            return bool(a == b)
