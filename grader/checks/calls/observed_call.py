"""What a call returned and how it changed its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.checks.calls.calling import call_directly, copied, own_attribute


@dataclass(frozen=True)
class Observation:
    """The value of a call, and the arguments as they are after it."""

    value: object
    arguments: tuple[object, ...] = ()
    keywords: Mapping[str, object] = field(default_factory=dict)


def observe(
    function: Callable[..., Any], args: Sequence[object], keywords: Mapping[str, object]
) -> Observation:
    """Call `function` with copies of the arguments and look at them afterwards.

    A student callable has an `observe` of its own, because its arguments live elsewhere.
    """
    arguments, named = copied(tuple(args)), copied(dict(keywords))
    remote = own_attribute(function, "observe")
    if remote is not None:
        observation: Observation = remote(*arguments, **named)
        return observation
    value = call_directly(function, arguments, named)
    return Observation(value, arguments, named)
