"""Nodes to values. Nodes may come from a hostile side: nothing here believes them.

Depth, count, dtype, shape and size are checked before memory is taken. All that is wrong is a
`WireError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np

from grader.wire import arrays, generators, nodes, tensors
from grader.wire.frames import Buffer, Buffers, WireError
from grader.wire.nodes import DEPTH, INT_BITS, NODES, TEXT, Node, Reference
from grader.wire.packing import is_key

Resolve: TypeAlias = Callable[[Reference], object]
"""Gives the object that a reference stands for; raises `WireError` for one that makes no sense."""

_TAKEN = memoryview(b"")


def unpack(node: Node, buffers: Buffers, resolve: Resolve) -> object:
    """Return the value of a node. Arrays are new, writable and in C order.

    A buffer serves one node of a message: it is taken out of `buffers`, so that a small frame
    cannot ask for one large array many times. What `resolve` raises is passed on.
    """
    return _Unpacker(buffers, resolve).value(node)


class _Unpacker:
    """Unpacks one node."""

    def __init__(self, buffers: Buffers, resolve: Resolve) -> None:
        self.buffers = buffers
        self.resolve = resolve
        self.nodes_left = NODES
        self.depth = 0

    def value(self, node: Node) -> Any:
        kind = type(node)
        self.nodes_left -= 1
        if self.nodes_left < 0:
            raise WireError(f"more than {NODES:,} values in one")
        if self.depth > DEPTH:
            raise WireError(f"a value more than {DEPTH} levels deep")
        if leaf := _LEAVES.get(kind):
            return leaf(node)
        return _BRANCHES[kind](self, node)

    def values(self, items: Iterable[Node]) -> list[Any]:
        """Unpack the parts of a container."""
        self.depth += 1
        values = [self.value(item) for item in items]
        self.depth -= 1
        return values

    def buffer(self, index: int) -> Buffer:
        """Take a buffer that no node has taken before."""
        if not 0 <= index < len(self.buffers):
            raise WireError(f"buffer {index} of {len(self.buffers)}")
        data, self.buffers[index] = self.buffers[index], _TAKEN
        if data is _TAKEN:
            raise WireError(f"buffer {index} is used twice")
        return data

    def unpack_bytes(self, node: nodes.Bytes) -> bytes:
        return bytes(self.buffer(node.buffer))

    def unpack_list(self, node: nodes.List) -> list[object]:
        return self.values(node.items)

    def unpack_tuple(self, node: nodes.Tuple) -> tuple[object, ...]:
        return tuple(self.values(node.items))

    def unpack_dict(self, node: nodes.Dict) -> dict[object, object]:
        keys = self.values(key for key, _ in node.pairs)
        if not all(map(is_key, keys)):
            raise WireError("a dict with a key that cannot be one")
        pairs = dict(zip(keys, self.values(item for _, item in node.pairs), strict=True))
        if len(pairs) != len(keys):
            raise WireError("a dict with a key twice")
        return pairs

    def unpack_slice(self, node: nodes.Slice) -> slice:
        return slice(*self.values((node.start, node.stop, node.step)))

    def unpack_series(self, node: nodes.Series) -> list[object] | tuple[object, ...]:
        items = arrays.read_series(node.kind, self.buffer(node.buffer))
        return tuple(items) if node.is_tuple else items

    def unpack_array(self, node: nodes.Array) -> arrays.AnyArray:
        return arrays.read_array(node.dtype, node.shape, self.buffer(node.buffer))

    def unpack_tensor(self, node: nodes.Tensor) -> object:
        data = self.buffer(node.buffer)
        return tensors.read_tensor(node.dtype, node.shape, node.requires_grad, data)

    def unpack_generator(self, node: nodes.Generator) -> np.random.Generator:
        return generators.read_generator(*self.values([node.state]))

    def unpack_reference(self, node: Reference) -> object:
        return self.resolve(node)


def _big_int(node: nodes.BigInt) -> int:
    if len(node.data) > INT_BITS // 8 + 1:
        raise WireError(f"an integer of {len(node.data)} bytes")
    return int.from_bytes(node.data, "little", signed=True)


def _str(node: nodes.Str) -> str:
    if len(node.data) > TEXT:
        raise WireError(f"a string of {len(node.data)} bytes")
    try:
        return node.data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise WireError("a string that is not UTF-8") from error


_LEAVES: dict[type, Callable[[Any], object]] = {
    nodes.Null: lambda _: None,
    nodes.Dots: lambda _: ...,
    nodes.Bool: lambda node: node.value,
    nodes.Int: lambda node: node.value,
    nodes.BigInt: _big_int,
    nodes.Float: lambda node: node.value,
    nodes.Complex: lambda node: complex(node.real, node.imag),
    nodes.Str: _str,
    nodes.Scalar: lambda node: arrays.read_scalar(node.dtype, node.data),
}
"""How a node without buffers or parts is unpacked."""

_BRANCHES: dict[type, Callable[[_Unpacker, Any], object]] = {
    nodes.Bytes: _Unpacker.unpack_bytes,
    nodes.List: _Unpacker.unpack_list,
    nodes.Tuple: _Unpacker.unpack_tuple,
    nodes.Dict: _Unpacker.unpack_dict,
    nodes.Slice: _Unpacker.unpack_slice,
    nodes.Series: _Unpacker.unpack_series,
    nodes.Array: _Unpacker.unpack_array,
    nodes.Tensor: _Unpacker.unpack_tensor,
    nodes.Generator: _Unpacker.unpack_generator,
    nodes.Held: _Unpacker.unpack_reference,
    nodes.Named: _Unpacker.unpack_reference,
    nodes.Stub: _Unpacker.unpack_reference,
}
"""How any other node is unpacked."""
