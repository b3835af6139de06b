"""Calls that a check makes but is not about.

A report attributes a failure to the function that the check called last. Calls that are made within
`unattributed()` do not count there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_unattributed: ContextVar[bool] = ContextVar("_unattributed", default=False)


def is_unattributed() -> bool:
    """Whether the calls that are made now are not what the check is about."""
    return _unattributed.get()


@contextmanager
def unattributed() -> Iterator[None]:
    """While this lasts, calls are not what the check is about."""
    before = _unattributed.set(True)
    try:
        yield
    finally:
        _unattributed.reset(before)
