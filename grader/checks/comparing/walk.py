"""One walk through two values of tuples, lists and dicts, leaf by leaf.

What makes two leaves equal is decided by whoever walks: bit for bit, within a tolerance, up to the
order of sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple


class Step(NamedTuple):
    """One step into a container: a place in a tuple or list, or a key of a dict."""

    at: Any
    is_key: bool

    def __str__(self) -> str:
        """As Python writes it: "[0]", "['loss']"."""
        return f"[{self.at!r}]"


_CONTAINERS = (tuple, list, dict)
Steps = tuple[Step, ...]
"""The path from a whole value to a part of it."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """Two values in one place, neither of which is opened."""

    path: Steps
    one: Any
    other: Any


@dataclass(frozen=True, slots=True)
class OtherForm(Leaves):
    """Two values in one place of which at least one is a container, and that differ in form.

    A container and a leaf, containers of two kinds, of two lengths, or with other keys.
    """


def walk(
    one: Any,
    other: Any,
    *,
    list_is_tuple: bool,
    key_order: bool,
    is_leaf: Callable[[Any, Any], bool] = lambda one, other: False,
) -> Iterator[Leaves | OtherForm]:
    """Both values at once, in the order of `one`; where forms differ nothing below is compared.

    With `list_is_tuple` sequences and dicts of any type fit each other, otherwise their types must
    be the same. With `key_order` the keys of two dicts must stand in the same order. A pair of
    which `is_leaf` says so is not opened.
    """

    def pairs(one: Any, other: Any, path: Steps) -> Iterator[Leaves | OtherForm]:
        opened = isinstance(one, _CONTAINERS) or isinstance(other, _CONTAINERS)
        if not opened or is_leaf(one, other):
            yield Leaves(path, one, other)
            return
        parts = _parts(one, other, list_is_tuple, key_order)
        if parts is None:
            yield OtherForm(path, one, other)
            return
        for step, ours, theirs in parts:
            yield from pairs(ours, theirs, (*path, step))

    return pairs(one, other, ())


def agree(
    one: Any,
    other: Any,
    equal: Callable[[Any, Any], bool],
    *,
    list_is_tuple: bool,
    key_order: bool,
) -> bool:
    """Whether two values have one form and `equal` holds for every pair of leaves."""
    parts = walk(one, other, list_is_tuple=list_is_tuple, key_order=key_order)
    return all(not isinstance(part, OtherForm) and equal(part.one, part.other) for part in parts)


def leaves(value: Any, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every leaf of one value, in order, with the path to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, Step(key, True)))
    elif isinstance(value, (tuple, list)):
        for i, item in enumerate(value):
            yield from leaves(item, (*path, Step(i, False)))
    else:
        yield path, value


def _parts(
    one: Any, other: Any, list_is_tuple: bool, key_order: bool
) -> Iterator[tuple[Step, Any, Any]] | None:
    """The parts of two containers in pairs, or None when their forms differ."""
    if not list_is_tuple and type(one) is not type(other):
        return None
    if isinstance(one, dict) and isinstance(other, dict):
        same_keys = list(one) == list(other) if key_order else one.keys() == other.keys()
        return ((Step(k, True), one[k], other[k]) for k in one) if same_keys else None
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        pairs = enumerate(zip(one, other, strict=False))
        return ((Step(i, False), a, b) for i, (a, b) in pairs) if len(one) == len(other) else None
    return None
