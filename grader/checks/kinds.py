"""What a value is, in words of ours. Objects of unknown classes are never touched."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

OBJECT = "an object that is no number, array, tuple, list or dict"

_NUMERIC = "biufc"
_SCALAR_KINDS = {"b": "bool", "i": "number", "u": "number", "f": "number", "c": "complex number"}
_WORDS: dict[type, str] = {
    type(None): "None",
    str: "a string",
    bytes: "bytes",
    list: "a list",
    tuple: "a tuple",
    dict: "a dict",
}
_WIDE = {"f": np.dtype(np.float64), "c": np.dtype(np.complex128)}
_NAMES = {code: np.dtype(code).name for code in "?bhilqBHILQefdFD"}
"""By the one-letter code of a dtype."""
_DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "bfloat16", "float32", "float64", "complex64", "complex128"),
)


@dataclass(frozen=True)
class Numeric:
    """A number, an array or a tensor, ready to be compared.

    `kind` is "number", "bool", "complex number", "NumPy array" or "torch tensor". `values` are
    bool, integers, float64 or complex128, unless the dtype holds no numbers at all.
    """

    kind: str
    dtype: str
    values: Array

    @property
    def shape(self) -> tuple[int, ...]:
        return self.values.shape

    @property
    def is_scalar(self) -> bool:
        return self.kind in _SCALAR_KINDS.values()

    @property
    def holds_numbers(self) -> bool:
        return self.values.dtype.kind in _NUMERIC


def numeric(value: object) -> Numeric | None:
    """The numbers of `value`, or None when it is none of the kinds above.

    A Python number, a NumPy scalar and an array without axes are all one kind of scalar.
    """
    kind = type(value)
    if kind in (bool, int, float, complex):
        return _scalar(_python_number(value))
    if kind is np.ndarray or issubclass(kind, np.generic):
        return _numpy(np.asarray(value))
    if is_tensor(value):
        return _tensor(value)
    return None


def numbers_of(value: object) -> Numeric:
    """The numbers of a value that is known to have some."""
    numbers = numeric(value)
    if numbers is None:
        raise TypeError(f"expected a number, an array or a tensor, got {describe(value)}")
    return numbers


def is_tensor(value: object) -> bool:
    """Whether `value` is a torch tensor; never imports torch."""
    tensor = getattr(sys.modules.get("torch"), "Tensor", None)
    return tensor is not None and issubclass(type(value), tensor)


def describe(value: object) -> str:
    """`value` in words that hold nothing a submission could have chosen."""
    numbers = numeric(value)
    if numbers is None:
        return _WORDS.get(type(value), OBJECT)
    if numbers.is_scalar:
        return f"a {numbers.kind}"
    of = f" of {numbers.dtype}" if numbers.dtype in _DTYPES else ""
    return f"a {numbers.kind}{of}"


def dtype_word(dtype: str) -> str:
    """The name of a dtype when it is one of the common ones, else "another dtype"."""
    return dtype if dtype in _DTYPES else "another dtype"


def _python_number(value: Any) -> Array:
    try:
        return np.asarray(value, dtype=_python_dtype(value))
    except OverflowError:
        return np.asarray(np.inf if value > 0 else -np.inf)


def _python_dtype(value: Any) -> str:
    if type(value) is int:
        return "int64" if -(2**63) <= value < 2**63 else "float64"
    return {bool: "bool", float: "float64", complex: "complex128"}[type(value)]


def _scalar(array: Array) -> Numeric:
    return Numeric(_SCALAR_KINDS[array.dtype.kind], _dtype_name(array), _widened(array))


def _numpy(array: Array) -> Numeric:
    if array.dtype.kind not in _NUMERIC:
        return Numeric("NumPy array", array.dtype.name, array)
    if array.ndim == 0:
        return _scalar(array)
    return Numeric("NumPy array", _dtype_name(array), _widened(array))


def _dtype_name(array: Array) -> str:
    """`array.dtype.name`, which takes NumPy longer than to compare a small array."""
    return _NAMES.get(array.dtype.char) or array.dtype.name


def _tensor(tensor: Any) -> Numeric:
    torch = sys.modules["torch"]
    tensor = tensor.detach().cpu().resolve_conj().resolve_neg()
    name = str(tensor.dtype).removeprefix("torch.")
    if tensor.dtype == torch.bfloat16:
        tensor = tensor.to(torch.float64)
    return Numeric("torch tensor", name, _widened(tensor.numpy()))


def _widened(array: Array) -> Array:
    """Floats as float64 and complex numbers as complex128, so that gaps are exact."""
    wide = _WIDE.get(array.dtype.kind)
    if wide is None or array.dtype == wide:
        return array
    with np.errstate(all="ignore"):
        return array.astype(wide)
