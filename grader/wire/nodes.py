"""What a value looks like on the wire: a tree of small tagged records.

A node holds structure only. The bytes of arrays and byte strings travel beside the tree as
buffers, and a node names its buffer by index. Nodes are arrays in msgpack, each led by a number
that says its kind, so that nothing is ever guessed from the data.
"""

from __future__ import annotations

from typing import TypeAlias, Union

import msgspec

DEPTH = 64
"""Levels of lists, tuples and dicts inside each other."""
NODES = 100_000
"""Nodes of one value."""
TEXT = 64 * 1024
"""Bytes of one string in UTF-8."""
INT_BITS = 4096
"""Bits of one integer, without its sign."""


class _Node(msgspec.Struct, array_like=True, forbid_unknown_fields=True, tag_field="node"):
    """Base of all nodes."""


class Null(_Node, tag=0, gc=False):
    """`None`."""


class Bool(_Node, tag=1, gc=False):
    """`True` or `False`."""

    value: bool


class Int(_Node, tag=2, gc=False):
    """An integer of at most 64 bits."""

    value: int


class BigInt(_Node, tag=3, gc=False):
    """A longer integer: little-endian bytes in two's complement."""

    data: bytes


class Float(_Node, tag=4, gc=False):
    """A Python float, bit by bit."""

    value: float


class Complex(_Node, tag=5, gc=False):
    """A Python complex number."""

    real: float
    imag: float


class Str(_Node, tag=6, gc=False):
    """A string as UTF-8 with `surrogatepass`, since Python strings may hold lone surrogates."""

    data: bytes


class Bytes(_Node, tag=7, gc=False):
    """A byte string, kept in a buffer."""

    buffer: int


class List(_Node, tag=8):
    """A list."""

    items: list[Node]


class Tuple(_Node, tag=9):
    """A tuple."""

    items: list[Node]


class Dict(_Node, tag=10):
    """A dict as pairs in their order; `grader.wire.marshalling` says what may be a key."""

    pairs: list[tuple[Node, Node]]


class Slice(_Node, tag=11):
    """A slice, for indexing what stays on the other side."""

    start: Node
    stop: Node
    step: Node


class Dots(_Node, tag=12, gc=False):
    """`...`."""


class Series(_Node, tag=13, gc=False):
    """A long list or tuple of numbers of one type, in one buffer: a loss history, for instance."""

    kind: str
    """A key of `grader.wire.arrays.SERIES`."""
    is_tuple: bool
    buffer: int


class Array(_Node, tag=14):
    """A NumPy array: little-endian data in C order."""

    dtype: str
    shape: tuple[int, ...]
    buffer: int


class Scalar(_Node, tag=15, gc=False):
    """A NumPy scalar."""

    dtype: str
    data: bytes


class Tensor(_Node, tag=16):
    """A torch tensor on the CPU: little-endian data in C order. Its graph does not travel."""

    dtype: str
    shape: tuple[int, ...]
    requires_grad: bool
    buffer: int


class Generator(_Node, tag=17):
    """A `numpy.random.Generator`, as the state of its bit generator."""

    state: Node


class Held(_Node, tag=18, gc=False):
    """An object that stays on the far side; the judge gets a handle for it."""

    id: int
    type: str
    """Its class, qualified and clipped. A word of the submission unless `builtin`."""
    builtin: bool


class Named(_Node, tag=19, gc=False):
    """A function of the submission, or of `given`, by its name."""

    part: str
    name: str


class Stub(_Node, tag=20, gc=False):
    """A callable of the judge; calling it on the far side asks the judge."""

    id: int


Reference: TypeAlias = Held | Named | Stub
"""A node that stands for something which does not travel."""

Node: TypeAlias = Union[  # noqa: UP007 (nodes name this union before it is defined)
    Null, Bool, Int, BigInt, Float, Complex, Str, Bytes, List, Tuple, Dict, Slice, Dots,
    Series, Array, Scalar, Tensor, Generator, Held, Named, Stub,
]  # fmt: skip
