"""Calling a function under test: with copies of the arguments, once or many times."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from grader.checks.calls.inout import InOut, unmarked
from grader.checks.kinds import is_tensor

Function = Callable[..., Any]
Arguments = tuple[object, ...]

_MOST_CALLS = 1000
_MOST_BYTES = 8 * 1024 * 1024


def call(
    function: Function, args: Sequence[object], keywords: Mapping[str, object] | None = None
) -> Any:
    """Call `function` with copies of the arguments, random generators included.

    The caller's arguments and generators stay as they are, whatever the function does.
    """
    return call_directly(function, copied(tuple(args)), copied(dict(keywords or {})))


def call_many(
    function: Function,
    argument_lists: Iterable[Arguments],
    keywords: Mapping[str, object] | None = None,
) -> list[Any]:
    """Call `function` once for every list of arguments.

    A function that offers `many` gets the lists in few large batches.
    """
    many = own_attribute(function, "many")
    if many is None:
        return [call(function, args, keywords) for args in argument_lists]
    named = dict(keywords or {})
    return [value for batch in _batches(argument_lists) for value in many(batch, named)]


def keeping(function: Function, item: int) -> Function:
    """`function`, with one item of the tuple that it returns left in the sandbox.

    For what is only passed on, such as a cache. A function of ours is returned as it is.
    """
    offered = own_attribute(function, "keeping")
    return function if offered is None else offered(item)


def name_of(function: Function, what: str = "") -> str:
    """The name for sentences: `what` if given, else the function's, else "the function"."""
    name = what or own_attribute(function, "__name__") or ""
    return name if name and name != "<lambda>" else "the function"


def call_directly(function: Function, args: Arguments, keywords: Mapping[str, object]) -> Any:
    """Call `function` with these very arguments.

    A student's proxy reads the marks of `inout`; a function of ours gets the marked values.
    """
    if own_attribute(function, "observe") is not None:
        return function(*args, **keywords)
    return function(
        *map(unmarked, args), **{name: unmarked(value) for name, value in keywords.items()}
    )


def own_attribute(value: object, name: str) -> Any:
    """An attribute of ours, or None.

    Bypasses `__getattr__`: that of a handle would ask the sandbox, which could answer anything.
    """
    try:
        return object.__getattribute__(value, name)
    except AttributeError:
        return None


def copied(value: Any) -> Any:
    """A copy that shares no array, tensor, list, dict or generator; other objects are shared."""
    if type(value) in (tuple, list):
        return type(value)(copied(item) for item in value)
    if type(value) is dict:
        return {key: copied(item) for key, item in value.items()}
    if type(value) is np.ndarray and not value.dtype.hasobject:
        return value.copy(order="K")
    if type(value) in (np.ndarray, np.random.Generator) or is_tensor(value):
        return copy.deepcopy(value)
    return InOut(copied(value.value)) if type(value) is InOut else value


def _batches(argument_lists: Iterable[Arguments]) -> Iterator[list[Arguments]]:
    rest = iter(argument_lists)
    while first := list(islice(rest, 1)):
        calls = max(1, min(_MOST_CALLS, _MOST_BYTES // max(1, _bytes_in(first))))
        yield [copied(args) for args in [*first, *islice(rest, calls - 1)]]


def _bytes_in(value: object) -> int:
    if isinstance(value, (tuple, list)):
        return sum(_bytes_in(item) for item in value)
    if type(value) is dict:
        return sum(_bytes_in(item) for item in value.values())
    return value.nbytes if type(value) is np.ndarray else 0
