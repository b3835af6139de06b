"""Values to nodes.

A value is plain by its exact type: `type(x) is float`, never `isinstance`. A subclass carries
behaviour, and behaviour stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import EllipsisType, NoneType
from typing import Any, TypeAlias

import numpy as np

from grader.wire import arrays, generators, nodes, tensors
from grader.wire.frames import Buffer, Buffers
from grader.wire.nodes import DEPTH, INT_BITS, NODES, TEXT, Node, Reference

Opaque: TypeAlias = Callable[[object], Reference | None]
"""Gives the reference that stands for a value which is not plain, or None."""

_ATOMS = frozenset({NoneType, bool, int, float, str, bytes, complex})


class Unsendable(Exception):
    """A value that cannot cross: where it sits (`[0]['W1']`), its type, and why if not that."""

    def __init__(self, path: str, type_name: str, why: str = "") -> None:
        super().__init__(path, type_name, why)
        self.path = path
        self.type_name = type_name
        self.why = why

    def __str__(self) -> str:
        where = f" at {self.path}" if self.path else ""
        why = f": {self.why}" if self.why else ""
        return f"a value of type {self.type_name}{where} cannot be sent{why}"


def pack(value: object, buffers: Buffers, opaque: Opaque) -> Node:
    """Return the node of a value, and append the bytes of its arrays to `buffers`.

    The buffers may share memory with the value: send them before it changes. `opaque` is asked
    about whatever is not plain. Raises `Unsendable` where it has no reference either, and for
    values deeper than `DEPTH` (a list that contains itself, for one) or larger than `NODES`.
    """
    return _Packer(buffers, opaque).node(value)


def is_key(value: object, depth: int = DEPTH) -> bool:
    """Whether a value may be a key of a dict on the wire: an atom, or a tuple of such."""
    if type(value) is tuple:
        return depth > 0 and all(is_key(item, depth - 1) for item in value)
    return type(value) in _ATOMS


class _Packer:
    """Packs one value. Its `pack_*` methods return None for what turns out not to be plain."""

    def __init__(self, buffers: Buffers, opaque: Opaque) -> None:
        self.buffers = buffers
        self.opaque = opaque
        self.nodes_left = NODES
        self.depth = 0

    def node(self, value: object) -> Node:
        kind = type(value)
        self.nodes_left -= 1
        if self.nodes_left < 0:
            raise Unsendable("", kind.__name__, f"there are more than {NODES:,} values in it")
        if self.depth > DEPTH:
            raise Unsendable("", kind.__name__, f"it lies more than {DEPTH} levels deep")
        node = self.plain(kind, value) or self.opaque(value)
        if node is None:
            raise Unsendable("", kind.__name__)
        return node

    def plain(self, kind: type, value: Any) -> Node | None:
        if leaf := _LEAVES.get(kind):
            return leaf(value)
        return _BRANCHES.get(kind, _Packer.pack_tensor)(self, value)

    def inside(self, step: object, value: object) -> Node:
        """Pack a part of a container. An error learns the step that leads to the part."""
        self.depth += 1
        try:
            return self.node(value)
        except Unsendable as error:
            raise Unsendable(f"[{step!r:.40}]{error.path}", error.type_name, error.why) from None
        finally:
            self.depth -= 1

    def items(self, items: Iterable[object]) -> list[Node]:
        return [self.inside(index, item) for index, item in enumerate(items)]

    def buffer(self, data: Buffer) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def pack_bytes(self, value: bytes) -> Node:
        return nodes.Bytes(self.buffer(value))

    def pack_list(self, value: list[object]) -> Node:
        return self.series(value) or nodes.List(self.items(value))

    def pack_tuple(self, value: tuple[object, ...]) -> Node:
        return self.series(value) or nodes.Tuple(self.items(value))

    def series(self, value: list[object] | tuple[object, ...]) -> Node | None:
        if (series := arrays.series_bytes(value)) is None:
            return None
        kind, data = series
        return nodes.Series(kind, type(value) is tuple, self.buffer(data))

    def pack_dict(self, value: dict[object, object]) -> Node | None:
        if not all(map(is_key, value)):
            return None
        return nodes.Dict(
            [(self.inside(key, key), self.inside(key, item)) for key, item in value.items()]
        )

    def pack_slice(self, value: slice) -> Node:
        return nodes.Slice(*self.items((value.start, value.stop, value.step)))

    def pack_array(self, value: arrays.AnyArray) -> Node | None:
        if (dtype := arrays.dtype_name(value)) is None:
            return None
        return nodes.Array(dtype, value.shape, self.buffer(arrays.raw_bytes(value, dtype)))

    def pack_generator(self, value: np.random.Generator) -> Node | None:
        state = generators.state_of(value)
        return None if state is None else nodes.Generator(self.inside("state", state))

    def pack_tensor(self, value: Any) -> Node | None:
        """Pack a value of no other type. torch is looked for last, and need not be there."""
        if not tensors.is_plain_tensor(value):
            return None
        dtype, shape = tensors.dtype_name(value), tuple(value.shape)
        buffer = self.buffer(tensors.tensor_bytes(value))
        return nodes.Tensor(dtype, shape, value.requires_grad, buffer)


def _int(value: int) -> Node | None:
    if -(2**63) <= value < 2**63:
        return nodes.Int(value)
    bits = value.bit_length()
    if bits > INT_BITS:
        return None
    return nodes.BigInt(value.to_bytes(bits // 8 + 1, "little", signed=True))


def _str(value: str) -> Node | None:
    data = value.encode("utf-8", "surrogatepass")
    return nodes.Str(data) if len(data) <= TEXT else None


def _scalar(value: np.generic) -> Node:
    return nodes.Scalar(arrays.SCALARS[type(value)], value.tobytes())


_LEAVES: dict[type, Callable[[Any], Node | None]] = {
    NoneType: lambda _: nodes.Null(),
    EllipsisType: lambda _: nodes.Dots(),
    bool: nodes.Bool,
    int: _int,
    float: nodes.Float,
    complex: lambda value: nodes.Complex(value.real, value.imag),
    str: _str,
    **dict.fromkeys(arrays.SCALARS, _scalar),
}
"""How a value without buffers or parts is packed."""

_BRANCHES: dict[type, Callable[[_Packer, Any], Node | None]] = {
    bytes: _Packer.pack_bytes,
    list: _Packer.pack_list,
    tuple: _Packer.pack_tuple,
    dict: _Packer.pack_dict,
    slice: _Packer.pack_slice,
    np.ndarray: _Packer.pack_array,
    np.random.Generator: _Packer.pack_generator,
}
"""How any other value is packed."""
