"""`student`: looks like the student's module; every call runs in the sandbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from grader.checks.calls.observed_call import Observation
from grader.judge.proxy.connection import Connection
from grader.model import Part
from grader.wire.marshalling import Named


class Student:
    """The parts of a submission: `student.xor.layer1(a, b)`."""

    def __init__(self, connection: Connection, parts: Sequence[Part]) -> None:
        self._parts = {part.name: Namespace(connection, part.name) for part in parts}

    def __getattr__(self, name: str) -> Namespace:
        if name.startswith("_") or name not in self._parts:
            raise AttributeError(f"the assignment has no part {name}: {', '.join(self._parts)}")
        return self._parts[name]


class Namespace:
    """One part of a submission (or `given`): `student.softmax(z)`."""

    def __init__(self, connection: Connection, part: str) -> None:
        self._connection = connection
        self._part = part

    def __getattr__(self, name: str) -> StudentFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return StudentFunction(self._connection, Named(part=self._part, name=name))


class StudentFunction:
    """A function of the submission. Arguments of the check are never changed by a call."""

    def __init__(
        self, connection: Connection, target: Named, keep_items: tuple[int, ...] = ()
    ) -> None:
        self._connection = connection
        self._target = target
        self._keep_items = keep_items
        self.__name__ = target.name
        self.__qualname__ = target.name

    @property
    def far_target(self) -> Named:
        """What the connection sends when this function is itself an argument."""
        return self._target

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it: plain data comes back as plain data, anything else as a handle."""
        return self.observe(*args, **kwargs).value

    def handles(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, but leave the result on the far side and return a handle."""
        return self._connection.call(self._target, args, kwargs, keep=True).value

    def keeping(self, *items: int) -> StudentFunction:
        """The same function, but these items of the tuple it returns come as handles: caches.

        With `many` they do not come at all: None stands in their place.
        """
        return StudentFunction(self._connection, self._target, items)

    def observe(self, *args: Any, **kwargs: Any) -> Observation:
        """Call it and see, besides the value, the arguments as they are afterwards."""
        return self._connection.call(self._target, args, kwargs, keep_items=self._keep_items)

    def many(
        self, calls: Iterable[Sequence[Any]], keywords: Mapping[str, Any] | None = None
    ) -> list[Any]:
        """The results for many argument lists, in one message (or as few as fit the caps).

        `keywords` are the same for every call.
        """
        lists = [tuple(arguments) for arguments in calls]
        return self._connection.many(self._target, lists, keywords or {}, self._keep_items)

    def cpu_of(
        self, calls: Iterable[Sequence[Any]], keywords: Mapping[str, Any] | None = None
    ) -> float:
        """CPU seconds of the submission's process for these calls; what they return is not kept.

        Counted from outside the process, so it holds the copying of arguments and results too.
        """
        lists = [tuple(arguments) for arguments in calls]
        return self._connection.cpu_of(self._target, lists, keywords or {})
