"""Import what submissions need, once, so that a forked child has it for nothing."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from socket import socket
from typing import Any

from grader.wire.control import Settings

_NUMPY = ("numpy", "numpy.random", "numpy.fft", "numpy.polynomial", "numpy.ma")
"""NumPy imports parts of itself when they are first used: 10 ms of every child's time."""

Serve = Callable[[socket, Settings], object]
"""What a child runs: answers requests on its socket until that closes."""


def warm_up(settings: Settings) -> Serve:
    """Import NumPy, torch if asked for, and the serving function, which is returned.

    Afterwards nothing of this has to be imported by a child, in which most files are closed.
    """
    for name in _NUMPY:
        importlib.import_module(name)
    if settings.torch:
        _warm_torch()
    return _find(settings.serve)


def _warm_torch() -> None:
    torch: Any = importlib.import_module("torch")
    # Before any operation: one that ran on several threads makes the same one hang after a fork.
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    weight = torch.zeros(2, requires_grad=True)
    optimizer = torch.optim.SGD([weight], lr=0.1)  # the first optimizer imports 800 modules
    weight.sum().backward()
    optimizer.step()


def _find(reference: str) -> Serve:
    where, _, name = reference.rpartition(":")
    if not where.endswith(".py"):
        return getattr(importlib.import_module(where), name)  # type: ignore[no-any-return]
    spec = importlib.util.spec_from_file_location("serving", where)
    if spec is None or spec.loader is None:
        raise ImportError(f"{where} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)  # type: ignore[no-any-return]
