"""The bytes of NumPy arrays, NumPy scalars and long lists of numbers.

Reading checks everything against what the bytes can be before it allocates: a shape that someone
announces never decides how much memory is taken.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.wire.frames import Buffer, WireError

AnyArray = np.ndarray[Any, np.dtype[Any]]

MAX_NDIM = 32
MAX_DIM = 2**31

_CROSSING = (
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64", "complex64", "complex128",
)  # fmt: skip

DTYPES: dict[str, np.dtype[Any]] = {name: np.dtype(name).newbyteorder("<") for name in _CROSSING}
"""The dtypes that travel, by name."""
_CODES = {dtype.str[1:]: name for name, dtype in DTYPES.items()}
_NAMES = {
    code: _CODES[of] for code in np.typecodes["All"] if (of := np.dtype(code).str[1:]) in _CODES
}
"""By the one-letter code of a dtype; several letters may stand for one name."""

SCALARS: dict[type, str] = {dtype.type: name for name, dtype in DTYPES.items()}
"""The NumPy scalar types that travel, with the names of their dtypes."""

SERIES: dict[str, tuple[type, str]] = {
    "int": (int, "int64"),
    "float": (float, "float64"),
    "numpy.int64": (np.int64, "int64"),
    "numpy.float64": (np.float64, "float64"),
}
"""Kinds of number a series may hold, each with the dtype of its buffer.

Only types of 8 bytes: as Python objects they take four times the bytes of the frame, no more.
"""
SERIES_LENGTH = 16
"""Shorter lists travel item by item."""
_SERIES_KINDS = {item: kind for kind, (item, _) in SERIES.items()}


def dtype_name(array: AnyArray) -> str | None:
    """Return the name in `DTYPES` of the array's dtype whatever its byte order, or None."""
    return _NAMES.get(array.dtype.char)  # many times faster than `dtype.name` and `dtype.str`


def raw_bytes(array: AnyArray, dtype: str) -> memoryview:
    """Return the array's data as little-endian numbers of a dtype in `DTYPES`, in C order."""
    ordered = np.ascontiguousarray(array, DTYPES[dtype])
    return ordered.reshape(-1).view(np.uint8).data


def check_shape(shape: Sequence[int], itemsize: int, data: Buffer) -> None:
    """Raise `WireError` unless the data is exactly as long as the shape says."""
    if len(shape) > MAX_NDIM:
        raise WireError(f"an array of {len(shape)} dimensions")
    if not all(0 <= size < MAX_DIM for size in shape):
        raise WireError(f"an array of shape {tuple(shape)}")
    expected, got = math.prod(shape) * itemsize, len(data)
    if expected != got:
        raise WireError(f"an array of shape {tuple(shape)} needs {expected} bytes, not {got}")


def check_truths(dtype: str, data: Buffer) -> None:
    """Raise `WireError` if data said to be bool holds other bytes than 0 and 1.

    Such bytes make truth values that are neither equal nor unequal to True.
    """
    if dtype == "bool" and len(data) > 0 and np.frombuffer(data, np.uint8).max() > 1:
        raise WireError("a bool array with bytes other than 0 and 1")


def read_array(dtype: str, shape: Sequence[int], data: Buffer) -> AnyArray:
    """Return a new, writable array in C order that owns its data."""
    if dtype not in DTYPES:
        raise WireError(f"an array of dtype {dtype!r:.40}")
    check_shape(shape, DTYPES[dtype].itemsize, data)
    check_truths(dtype, data)
    array = np.empty(shape, DTYPES[dtype])
    array.reshape(-1).view(np.uint8)[:] = np.frombuffer(data, np.uint8)
    return array


def read_scalar(dtype: str, data: bytes) -> Any:
    """Return a NumPy scalar of the type that belongs to the dtype."""
    return read_array(dtype, (), data).reshape(1)[0]


def series_bytes(items: Sequence[Any]) -> tuple[str, memoryview] | None:
    """Return kind and data of a long sequence of numbers of one type, or None if it is not one."""
    if len(items) < SERIES_LENGTH:
        return None
    types = set(map(type, items))
    kind = _SERIES_KINDS.get(types.pop())
    if kind is None or types:
        return None
    dtype = SERIES[kind][1]
    try:
        return kind, raw_bytes(np.array(items, dtype), dtype)
    except OverflowError:  # an int beyond 64 bits
        return None


def read_series(kind: str, data: Buffer) -> list[Any]:
    """Return the numbers of a series, each of the type that its kind names."""
    if kind not in SERIES:
        raise WireError(f"a series of {kind!r:.40}")
    item, dtype = SERIES[kind]
    if len(data) % 8:
        raise WireError(f"a series of {len(data)} bytes")
    numbers = read_array(dtype, (len(data) // 8,), data)
    return list(numbers) if item in SCALARS else numbers.tolist()
