"""Calls that a check makes aside: it looks into something, but is not about what it calls.

A report names the function that a check called last. Within `aside()` that name stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_aside: ContextVar[bool] = ContextVar("_aside", default=False)


def is_aside() -> bool:
    """Whether the check is calling something that it is not about."""
    return _aside.get()


@contextmanager
def aside() -> Iterator[None]:
    """While this lasts, calls are made aside."""
    before = _aside.set(True)
    try:
        yield
    finally:
        _aside.reset(before)
