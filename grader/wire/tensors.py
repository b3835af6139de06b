"""The bytes of torch tensors. Importing this module does not import torch."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.wire.arrays import check_shape, check_truths
from grader.wire.frames import Buffer, WireError

ITEMSIZES = {
    "bool": 1,
    "uint8": 1,
    "int8": 1,
    "int16": 2,
    "int32": 4,
    "int64": 8,
    "bfloat16": 2,
    "float16": 2,
    "float32": 4,
    "float64": 8,
    "complex64": 8,
    "complex128": 16,
}
"""The dtypes that travel, with the bytes of one entry."""
_DIFFERENTIABLE = frozenset(name for name in ITEMSIZES if "float" in name or "complex" in name)


def dtype_name(tensor: Any) -> str:
    """Return "float32" for a tensor of `torch.float32`."""
    return str(tensor.dtype).removeprefix("torch.")


def is_plain_tensor(value: Any) -> bool:
    """Whether the value is a dense CPU tensor (no subclass) of a dtype that travels."""
    torch = sys.modules.get("torch")
    if torch is None or type(value) is not torch.Tensor:
        return False
    on_cpu = value.layout is torch.strided and value.device.type == "cpu"
    return on_cpu and dtype_name(value) in ITEMSIZES


def tensor_bytes(tensor: Any) -> memoryview:
    """Return the data of a plain tensor in C order."""
    torch = sys.modules["torch"]
    data = tensor.detach().resolve_conj().resolve_neg().contiguous()
    view: memoryview = data.reshape(-1).view(torch.uint8).numpy().data
    return view


def read_tensor(dtype: str, shape: Sequence[int], requires_grad: bool, data: Buffer) -> Any:
    """Return a new tensor that owns its data; imports torch."""
    if dtype not in ITEMSIZES or (requires_grad and dtype not in _DIFFERENTIABLE):
        raise WireError(f"a tensor of dtype {dtype!r:.40}, requires_grad={requires_grad}")
    check_shape(shape, ITEMSIZES[dtype], data)
    check_truths(dtype, data)
    torch = _import_torch()
    tensor = torch.empty(tuple(shape), dtype=getattr(torch, dtype))
    tensor.reshape(-1).view(torch.uint8).numpy()[:] = np.frombuffer(data, np.uint8)
    return tensor.requires_grad_(requires_grad)


def _import_torch() -> Any:
    try:
        return importlib.import_module("torch")
    except ImportError as error:
        raise WireError("a tensor came, but torch is not installed here") from error
