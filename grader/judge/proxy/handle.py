"""Objects that stay in the sandbox, as a check sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn, Protocol

from grader.checks.calls.observed_call import Observation
from grader.wire.marshalling import Held


class Remote(Protocol):
    """What a handle needs of the connection to its submission."""

    def call(
        self, target: Held, args: Sequence[Any], kwargs: Mapping[str, Any], *, keep: bool = False
    ) -> Observation: ...

    def many(
        self, target: Held, calls: Sequence[tuple[Any, ...]], keywords: Mapping[str, Any]
    ) -> list[Any]: ...

    def attribute(self, target: Held, name: str) -> Any: ...

    def item(self, target: Held, key: Any) -> Any: ...

    def length(self, target: Held) -> int: ...


class Handle:
    """An object that stays in the sandbox. Call it, index it, ask attributes or its length.

    Nothing else is offered: its comparison, truth or conversion would be the student's word.
    """

    __slots__ = ("_connection", "_held")

    def __init__(self, connection: Remote, held: Held) -> None:
        object.__setattr__(self, "_connection", connection)
        object.__setattr__(self, "_held", held)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._connection.call(self._held, args, kwargs).value

    def observe(self, *args: Any, **kwargs: Any) -> Observation:
        """Call it and see, besides the value, the arguments as they are afterwards."""
        connection: Remote = self._connection
        return connection.call(self._held, args, kwargs)

    def many(
        self, calls: Iterable[Sequence[Any]], keywords: Mapping[str, Any] | None = None
    ) -> list[Any]:
        """The results for many argument lists, in as few messages as fit the caps."""
        connection: Remote = self._connection
        return connection.many(
            self._held, [tuple(arguments) for arguments in calls], keywords or {}
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._connection.attribute(self._held, name)

    def __getitem__(self, key: Any) -> Any:
        return self._connection.item(self._held, key)

    def __len__(self) -> int:
        connection: Remote = self._connection
        return connection.length(self._held)

    def __repr__(self) -> str:
        return "<an object in the sandbox>"

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise TypeError("an object in the sandbox cannot be changed from a check: call its methods")

    def _refuse(self, *_: Any) -> NoReturn:
        raise TypeError(
            "an object in the sandbox cannot be compared, converted, iterated or tested for truth:"
            " ask for an attribute or an item that is plain data, and judge that"
        )

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __bool__ = __iter__ = __contains__ = _refuse
    __float__ = __int__ = __index__ = __complex__ = __array__ = _refuse
    __hash__ = object.__hash__
