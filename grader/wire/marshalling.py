"""Values that cross between the judge and a submission.

    node = pack(value, buffers, opaque)         on the side that has the value
    value = unpack(node, buffers, resolve)      on the other side

Plain values cross as copies: None, bool, int, float, complex, str, bytes, list, tuple, dict, slice,
`...`, NumPy arrays and scalars, torch tensors, NumPy's random generators. All else stays where it
is, and a reference crosses in its place: `Held`, `Named` or `Stub`.
"""

from __future__ import annotations

from grader.wire.frames import Buffer, Buffers, WireError
from grader.wire.nodes import Held, Named, Node, Reference, Stub
from grader.wire.packing import Unsendable, pack
from grader.wire.unpacking import unpack


def plain(value: object) -> None:
    """For `opaque`: nothing but plain values may cross."""


__all__ = [
    "Buffer",
    "Buffers",
    "Held",
    "Named",
    "Node",
    "Reference",
    "Stub",
    "Unsendable",
    "WireError",
    "pack",
    "plain",
    "unpack",
]
