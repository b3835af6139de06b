"""Arguments that a check expects to be changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class InOut:
    """An argument that the check expects to be changed in place; see `inout`."""

    def __init__(self, value: Any) -> None:
        self.value = value


def inout(value: Any) -> Any:
    """Mark an array, list or dict argument: the call's changes to it are applied to `value`."""
    return InOut(value)


def unmarked(argument: Any) -> Any:
    """The argument without its mark, if it has one."""
    return argument.value if isinstance(argument, InOut) else argument


def apply_change(old: Any, new: Any) -> None:
    """Make `old` equal to `new` in place (same kind of container)."""
    if isinstance(old, dict) and isinstance(new, Mapping):
        old.clear()
        old.update(new)
    elif isinstance(old, list) and isinstance(new, list):
        old[:] = new
    elif type(old) is type(new) and getattr(old, "shape", None) == getattr(new, "shape", ()):
        old[...] = new
    else:
        raise TypeError("an inout argument must be an array, a list or a dict, and stay one")
