"""Arguments and results: what is plain crosses as a copy, all else as a reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grader.checks.calls.inout import unmarked
from grader.judge.proxy.handle import Handle, Remote
from grader.wire import messages as m
from grader.wire.marshalling import Buffers, Held, Named, Node, Stub, WireError, pack, unpack


class ArgumentMarshaller:
    """Packs arguments and unpacks answers, and knows the functions of ours that were lent."""

    def __init__(self, connection: Remote, load: Callable[[str], None]) -> None:
        self._connection = connection
        self._load = load
        self._callbacks: list[Callable[..., Any]] = []

    def arguments(self, values: Sequence[Any], buffers: Buffers) -> tuple[Node, ...]:
        """The nodes of positional arguments, without their `inout` marks."""
        return tuple(self.pack(unmarked(value), buffers) for value in values)

    def keywords(self, values: Mapping[str, Any], buffers: Buffers) -> tuple[tuple[str, Node], ...]:
        """The nodes of keyword arguments, without their `inout` marks."""
        return tuple((name, self.pack(unmarked(value), buffers)) for name, value in values.items())

    def pack(self, value: Any, buffers: Buffers) -> Node:
        """The node of one value."""
        return pack(value, buffers, self._reference)

    def unpack(self, node: Node, buffers: Buffers) -> Any:
        """The value of a node. Raises WireError for what is none."""
        return unpack(node, buffers, self._resolve)

    def call_back(self, question: m.Ask, buffers: Buffers) -> Any:
        """What a function of ours returns for the arguments in the question."""
        args = [self.unpack(node, buffers) for node in question.arguments]
        kwargs = {name: self.unpack(node, buffers) for name, node in question.keywords}
        return self._callbacks[question.stub](*args, **kwargs)

    def has_callback(self, stub: int) -> bool:
        """Whether the number stands for a function of ours."""
        return 0 <= stub < len(self._callbacks)

    def _reference(self, value: Any) -> Held | Named | Stub | None:
        if type(value) is Handle:
            return object.__getattribute__(value, "_held")  # type: ignore[no-any-return]
        target = getattr(value, "far_target", None)
        if isinstance(target, Named):
            self._load(target.part)
            return target
        if callable(value):
            self._callbacks.append(value)
            return Stub(id=len(self._callbacks) - 1)
        return None

    def _resolve(self, reference: Held | Named | Stub) -> Any:
        match reference:
            case Held():
                return Handle(self._connection, reference)
            case Stub() if self.has_callback(reference.id):
                return self._callbacks[reference.id]
        raise WireError("a reference to nothing of ours")
