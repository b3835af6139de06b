"""Plain values cross the wire with their exact types; nothing else does, unless by reference."""

from __future__ import annotations

import collections
import importlib
import importlib.util
import subprocess
import sys
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given

from grader.wire import nodes
from grader.wire.arrays import SERIES_LENGTH
from grader.wire.marshalling import (
    Buffers,
    Held,
    Named,
    Node,
    Reference,
    Stub,
    Unsendable,
    WireError,
    pack,
    unpack,
)
from grader.wire.nodes import DEPTH, INT_BITS, NODES, TEXT
from tests.requires import requires
from tests.wire import strategies
from tests.wire.strategies import same


def no_reference(_: object) -> None:
    return None


def no_object(_: Reference) -> object:
    raise WireError("no references here")


def there_and_back(value: object) -> Any:
    """Pack, write the nodes as msgpack, read them, unpack."""
    buffers: Buffers = []
    node = pack(value, buffers, no_reference)
    copies: Buffers = [bytes(buffer) for buffer in buffers]
    received: Node = msgspec.msgpack.decode(msgspec.msgpack.encode(node), type=Node)
    return unpack(received, copies, no_object)


def read(node: Node, *buffers: bytes) -> Any:
    return unpack(node, list(buffers), no_object)


# --- values -----------------------------------------------------------------------------------


@given(strategies.values)
def test_every_value_comes_back_with_its_type_and_bits(value: object) -> None:
    assert same(there_and_back(value), value)


@given(strategies.arrays())
def test_an_array_comes_back_writable_in_c_order_and_owning(array: np.ndarray[Any, Any]) -> None:
    received = there_and_back(array)
    assert received.flags.writeable
    assert received.flags.c_contiguous
    assert received.flags.owndata
    assert received.dtype.isnative


@given(strategies.generators())
def test_a_generator_continues_its_stream(generator: np.random.Generator) -> None:
    received = there_and_back(generator)
    assert np.array_equal(received.integers(0, 9, size=5), generator.integers(0, 9, size=5))
    assert np.array_equal(received.standard_normal(5), generator.standard_normal(5))


def test_a_long_list_of_losses_takes_one_node_and_one_buffer() -> None:
    for losses in ([0.5] * NODES * 2, (np.float64(0.5),) * NODES * 2):
        buffers: Buffers = []
        assert isinstance(pack(losses, buffers, no_reference), nodes.Series)
        assert len(buffers) == 1
        assert same(there_and_back(losses), losses)


def test_long_lists_of_mixed_or_large_numbers_keep_every_type() -> None:
    for numbers in ([1, 1.0] * SERIES_LENGTH, [True] * SERIES_LENGTH, [2**70] * SERIES_LENGTH):
        assert same(there_and_back(numbers), numbers)


def test_the_largest_integers_and_strings_cross() -> None:
    for value in (2**INT_BITS - 1, -(2**INT_BITS) + 1, "x" * TEXT):
        assert same(there_and_back(value), value)


# --- what is not plain ------------------------------------------------------------------------


class Real(float):
    pass


class View(np.ndarray[Any, Any]):
    pass


Point = collections.namedtuple("Point", "x y")

NOT_PLAIN = {
    "a function": len,
    "a class": float,
    "an object": object(),
    "a subclass of float": Real(1.0),
    "a subclass of dict": collections.OrderedDict(a=1),
    "a subclass of tuple": Point(1, 2),
    "a subclass of ndarray": np.zeros(3).view(View),
    "a set": {1},
    "an array of objects": np.array([None]),
    "an array of strings": np.array(["a"]),
    "a structured array": np.zeros(2, [("a", int)]),
    "a long double": np.longdouble(1),
    "a NumPy string": np.str_("a"),
    "a date": np.datetime64("2020-01-01"),
    "an integer beyond the limit": 2**INT_BITS,
    "a string beyond the limit": "x" * (TEXT + 1),
    "a dict with a strange key": {frozenset(): 1},
    "a dict with a strange key inside a tuple": {(1, frozenset()): 1},
    "a legacy random state": np.random.RandomState(0),
}


@pytest.mark.parametrize("value", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
def test_what_is_not_plain_crosses_as_a_reference_or_not_at_all(value: object) -> None:
    with pytest.raises(Unsendable):
        pack(value, [], no_reference)
    references = {id(value): Stub(id=7)}
    node = pack([value], [], lambda other: references[id(other)])
    assert node == nodes.List([Stub(id=7)])


class OwnBits(np.random.PCG64):
    pass


def test_a_generator_of_a_foreign_kind_is_not_plain() -> None:
    with pytest.raises(Unsendable):
        pack(np.random.Generator(OwnBits(1)), [], no_reference)


def test_an_unsendable_part_is_named_by_its_path() -> None:
    with pytest.raises(Unsendable) as caught:
        pack((1, [{"W1": 0, "W2": {1, 2}}]), [], no_reference)
    assert caught.value.path == "[1][0]['W2']"
    assert caught.value.type_name == "set"
    assert str(caught.value) == "a value of type set at [1][0]['W2'] cannot be sent"


@pytest.mark.parametrize(
    "reference", [Held(id=3, type="net.Layer", builtin=False), Named("xor", "layer1"), Stub(id=0)]
)
def test_a_reference_is_resolved_by_the_receiver(reference: Reference) -> None:
    thing = object()
    assert pack(thing, [], lambda _: reference) == reference
    assert unpack(reference, [], lambda got: (thing, got)) == (thing, reference)


# --- depth and count --------------------------------------------------------------------------


def nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


def test_values_nest_to_the_limit_and_no_deeper() -> None:
    assert same(there_and_back(nested(DEPTH)), nested(DEPTH))
    with pytest.raises(Unsendable, match="levels deep"):
        pack(nested(DEPTH + 1), [], no_reference)


def test_a_list_that_contains_itself_is_unsendable() -> None:
    loop: list[Any] = []
    loop += [loop, loop]
    with pytest.raises(Unsendable, match="levels deep"):
        pack(loop, [], no_reference)


def test_a_value_that_branches_without_end_is_unsendable() -> None:
    wide: list[Any] = [0.5]
    for _ in range(DEPTH - 2):
        wide = [wide, wide]
    with pytest.raises(Unsendable, match="more than 100,000 values"):
        pack(wide, [], no_reference)


def test_deep_or_wide_nodes_are_refused() -> None:
    deep: Node = nodes.Null()
    for _ in range(DEPTH + 1):
        deep = nodes.List([deep])
    with pytest.raises(WireError, match="levels deep"):
        read(deep)
    with pytest.raises(WireError, match="more than 100,000 values"):
        read(nodes.List([nodes.Null()] * NODES))


# --- hostile nodes ----------------------------------------------------------------------------

HOSTILE: dict[str, tuple[Node, list[bytes]]] = {
    "a shape larger than the data": (nodes.Array("float64", (1000, 1000), 0), [b"12345678"]),
    "a shape smaller than the data": (nodes.Array("float64", (1,), 0), [b"1" * 16]),
    "a shape that overflows 64 bits": (nodes.Array("int8", (2**31 - 1,) * 32, 0), [b""]),
    "a negative size": (nodes.Array("int8", (-1, -8), 0), [b"12345678"]),
    "a huge size beside zero": (nodes.Array("int8", (0, 2**31), 0), [b""]),
    "33 dimensions": (nodes.Array("int8", (1,) * 33, 0), [b"1"]),
    "a dtype of objects": (nodes.Array("object", (1,), 0), [b"12345678"]),
    "a dtype of strings": (nodes.Array("<U2", (1,), 0), [b"12345678"]),
    "a dtype of torch": (nodes.Array("bfloat16", (4,), 0), [b"12345678"]),
    "a bool of 2": (nodes.Array("bool", (3,), 0), [b"\x00\x01\x02"]),
    "a buffer that is not there": (nodes.Array("int8", (1,), 1), [b"1"]),
    "a buffer from the end": (nodes.Array("int8", (1,), -1), [b"1"]),
    "a buffer used twice": (nodes.List([nodes.Bytes(0), nodes.Bytes(0)]), [b"1"]),
    "a scalar of too many bytes": (nodes.Scalar("float64", b"1" * 9), []),
    "a scalar of no dtype": (nodes.Scalar("float63", b"1" * 8), []),
    "a bool scalar of 255": (nodes.Scalar("bool", b"\xff"), []),
    "a series of half numbers": (nodes.Series("float", False, 0), [b"1" * 12]),
    "a series of strings": (nodes.Series("str", False, 0), [b"1" * 16]),
    "an integer beyond the limit": (nodes.BigInt(b"\x00" * (INT_BITS // 8 + 2)), []),
    "a string beyond the limit": (nodes.Str(b"x" * (TEXT + 1)), []),
    "a string that is no UTF-8": (nodes.Str(b"\xff"), []),
    "a key that is no key": (nodes.Dict([(nodes.List([]), nodes.Null())]), []),
    "a key twice": (
        nodes.Dict([(nodes.Int(1), nodes.Null()), (nodes.Bool(True), nodes.Null())]),
        [],
    ),
    "a generator without state": (nodes.Generator(nodes.Null()), []),
    "a tensor of no dtype": (nodes.Tensor("float128", (1,), False, 0), [b"1" * 16]),
    "a tensor of integers with gradient": (nodes.Tensor("int8", (1,), True, 0), [b"1"]),
    "a tensor larger than its data": (nodes.Tensor("int8", (2**30,), False, 0), [b"1"]),
}


@pytest.mark.parametrize(("node", "buffers"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_nodes_are_wire_errors(node: Node, buffers: list[bytes]) -> None:
    with pytest.raises(WireError):
        read(node, *buffers)


def test_a_buffer_serves_one_node_of_a_whole_message() -> None:
    buffers: Buffers = [b"12345678"]
    node = nodes.Array("float64", (1,), 0)
    unpack(node, buffers, no_object)
    with pytest.raises(WireError, match="twice"):
        unpack(node, buffers, no_object)


def pcg64(**changes: Any) -> dict[str, Any]:
    return {**np.random.PCG64(0).state, **changes}


HOSTILE_STATES: dict[str, Any] = {
    "no name": {key: value for key, value in pcg64().items() if key != "bit_generator"},
    "a name that is no generator": pcg64(bit_generator="seed"),
    "a name that is no string": pcg64(bit_generator=0),
    "one field more": pcg64(more=0),
    "a flag that is no flag": pcg64(has_uint32=2),
    "a flag of another type": pcg64(has_uint32=False),
    "an even increment": pcg64(state={"state": 0, "inc": 2}),
    "a state of 129 bits": pcg64(state={"state": 2**128, "inc": 1}),
    "a position beyond the words": {
        "bit_generator": "MT19937",
        "state": {"key": np.zeros(624, np.uint32), "pos": 625},
    },
    "a position before the words": {
        "bit_generator": "MT19937",
        "state": {"key": np.zeros(624, np.uint32), "pos": -1},
    },
    "words that are too few": {
        "bit_generator": "MT19937",
        "state": {"key": np.zeros(623, np.uint32), "pos": 0},
    },
    "words of another dtype": {
        "bit_generator": "SFC64",
        "state": {"state": np.zeros(4, np.int64)},
        "has_uint32": 0,
        "uinteger": 0,
    },
    "a negative buffer position": np.random.Philox(0).state | {"buffer_pos": -1},
}


@pytest.mark.parametrize("state", HOSTILE_STATES.values(), ids=HOSTILE_STATES.keys())
def test_a_hostile_generator_state_never_reaches_numpy(state: Any) -> None:
    buffers: Buffers = []
    node = nodes.Generator(pack(state, buffers, no_reference))
    with pytest.raises(WireError, match="generator"):
        unpack(node, buffers, no_object)


# --- torch ------------------------------------------------------------------------------------

TORCH_DTYPES = (
    "bool uint8 int8 int16 int32 int64 bfloat16 float16 float32 float64 complex64 complex128"
)


def the_torch() -> Any:
    requires(importlib.util.find_spec("torch"), "PyTorch is not installed")
    return importlib.import_module("torch")


@pytest.mark.parametrize("dtype", TORCH_DTYPES.split())
@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (2, 3)])
def test_a_tensor_comes_back_with_dtype_and_shape(dtype: str, shape: tuple[int, ...]) -> None:
    torch = the_torch()
    tensor = (torch.arange(6.0)[: int(np.prod(shape))] - 2.5).to(getattr(torch, dtype))
    tensor = tensor.reshape(shape)
    received = there_and_back([tensor])[0]
    assert type(received) is torch.Tensor
    assert received.dtype is tensor.dtype
    assert received.shape == tensor.shape
    assert torch.equal(received, tensor)


def test_a_tensor_keeps_requires_grad_but_not_its_graph() -> None:
    torch = the_torch()
    weights = torch.ones(2, 3, requires_grad=True)
    received = there_and_back((weights * 2).T)
    assert received.requires_grad
    assert received.is_leaf
    assert torch.equal(received, torch.full((3, 2), 2.0))


def test_parameters_and_sparse_tensors_are_not_plain() -> None:
    torch = the_torch()
    for value in (torch.nn.Parameter(torch.ones(2)), torch.eye(2).to_sparse()):
        with pytest.raises(Unsendable):
            pack(value, [], no_reference)


def run_python(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()


def test_the_codec_does_not_import_torch() -> None:
    assert (
        run_python("import sys, grader.wire.marshalling; print('torch' in sys.modules)") == "False"
    )


def test_a_tensor_without_torch_is_a_wire_error() -> None:
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from grader.wire import nodes, unpacking\n"
        "try: unpacking.unpack(nodes.Tensor('int8', (1,), False, 0), [b'1'], None)\n"
        "except unpacking.WireError as error: print(error)"
    )
    assert run_python(code) == "a tensor came, but torch is not installed here"
