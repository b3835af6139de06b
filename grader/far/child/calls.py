"""Answer the judge's requests with the submission's code. Transport-free: messages in and out."""

from __future__ import annotations

import builtins
import contextlib
import sys
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from grader.far.child.loading import Shelf, type_name
from grader.far.child.reset import Start
from grader.wire import messages as m
from grader.wire.marshalling import (
    Buffers,
    Held,
    Named,
    Node,
    Stub,
    Unsendable,
    pack,
    plain,
    unpack,
)

AskJudge = Callable[[m.Ask, Buffers], tuple[m.Answer | m.Refuse, Buffers]]


class NoSuchName(Exception):
    """The part has no such callable."""


class JudgeFunction:
    """A function of the judge's, as the submission sees it: calling it asks the judge."""

    def __init__(self, stub: int, call: Callable[[int, tuple[Any, ...], dict[str, Any]], Any]):
        self._stub = stub
        self._call = call

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(self._stub, args, kwargs)


class Staying:
    """An item of a result that stays here, whatever it is."""

    def __init__(self, item: Any) -> None:
        self.item = item


class Calls:
    """One submission's namespaces and kept objects, and what the judge may do with them."""

    def __init__(self, ask: AskJudge, shelf: Shelf, start: Start | None = None) -> None:
        self._ask = ask
        self._shelf = shelf
        self._start = start
        self._held: list[Any] = []

    def answer(self, request: m.Request, buffers: Buffers) -> tuple[m.Reply, Buffers]:
        """Do what is asked. Whatever the submission's code does wrong becomes a reply."""
        reply: Buffers = []
        try:
            return self._handle(request, buffers, reply), reply
        except NoSuchName as missing:
            return m.Missing(name=str(missing)), []
        except Unsendable as error:
            return m.Kept(path=error.path), []
        except BaseException as error:
            return self._shelf.describe(error), []
        finally:
            _flush()

    def begin(self, seed: int) -> None:
        """A check begins: nothing of the one before is left in reach."""
        self._held.clear()
        if self._start is not None:
            self._start.restore(seed)

    def _handle(self, request: m.Request, buffers: Buffers, reply: Buffers) -> m.Reply:
        match request:
            case m.Stock():
                files = self._value(request.files, buffers)
                self._shelf.stock(files, self._value(request.given, buffers))
                return m.Done()
            case m.Load():
                module = self._shelf.part(request.part, request.file)
                return m.Done(names=_callables(vars(module)))
            case m.Run():
                failure = self._shelf.run(request)
                return m.Ran(failure=self._shelf.describe(failure) if failure else None)
            case m.Call():
                return self._call(request, buffers, reply)
            case m.Many():
                return self._many(request, buffers, reply)
            case m.Variable():
                return m.Returned(value=pack(self._variable(request.target), reply, plain))
            case m.Attribute():
                return self._returned(getattr(self._object(request.target), request.name), reply)
            case m.Item():
                key = self._value(request.key, buffers)
                return self._returned(self._object(request.target)[key], reply)
            case m.Length():
                return self._returned(len(self._object(request.target)), reply)

    def _call(self, request: m.Call, buffers: Buffers, reply: Buffers) -> m.Reply:
        function = self._object(request.target)
        args = [self._value(node, buffers) for node in request.arguments]
        kwargs = {name: self._value(node, buffers) for name, node in request.keywords}
        watched: list[tuple[int | str, Any]] = [*enumerate(args), *kwargs.items()]
        before = [self._snapshot(value) for _, value in watched]
        result = function(*args, **kwargs)
        changed = tuple(
            m.Change(argument=name, value=pack(value, reply, self._keep))
            for (name, value), then in zip(watched, before, strict=True)
            if then is not None and self._snapshot(value) != then
        )
        if request.keep:
            return m.Returned(value=self._hold(result), changed=changed)
        result = _with_items(result, request.keep_items, Staying)
        value = pack(result, reply, self._keep)
        return m.Returned(value=value, changed=changed)

    def _many(self, request: m.Many, buffers: Buffers, reply: Buffers) -> m.Reply:
        function = self._object(request.target)
        values: list[Node] = []
        try:
            for arguments, keywords in zip(request.calls, request.keywords, strict=True):
                args = [self._value(node, buffers) for node in arguments]
                kwargs = {name: self._value(node, buffers) for name, node in keywords}
                result = function(*args, **kwargs)
                result = _with_items(result, request.leave_out, lambda _: None)
                values.append(pack(result, reply, self._keep))
        except Unsendable as error:
            return m.Returns(values=tuple(values), failure=m.Kept(path=error.path))
        except BaseException as error:
            return m.Returns(values=tuple(values), failure=self._shelf.describe(error))
        return m.Returns(values=tuple(values))

    def _returned(self, value: Any, reply: Buffers) -> m.Returned:
        return m.Returned(value=pack(value, reply, self._keep))

    # objects that stay here

    def _hold(self, value: Any) -> Held:
        self._held.append(value)
        name = type_name(type(value))[: m.NAME_LENGTH]
        return Held(id=len(self._held) - 1, type=name, builtin=hasattr(builtins, name))

    def _keep(self, value: object) -> Held | Stub:
        if type(value) is JudgeFunction:
            return Stub(id=value._stub)
        return self._hold(value.item if type(value) is Staying else value)

    def _object(self, target: Named | Held) -> Any:
        if isinstance(target, Held):
            return self._held[target.id]
        function = vars(self._shelf.parts[target.part]).get(target.name)
        if not callable(function):
            raise NoSuchName(target.name)
        return function

    def _variable(self, target: Named) -> Any:
        names = vars(self._shelf.parts[target.part])
        if target.name not in names:
            raise NoSuchName(target.name)
        return names[target.name]

    def _resolve(self, reference: Held | Named | Stub) -> Any:
        if isinstance(reference, Stub):
            return JudgeFunction(reference.id, self._ask_judge)
        return self._object(reference)

    def _value(self, node: Node, buffers: Buffers) -> Any:
        return unpack(node, buffers, self._resolve)

    def _snapshot(self, value: Any) -> tuple[bytes, list[bytes]] | None:
        """The value's exact content, or None for what cannot be changed in place."""
        if type(value) in _IMMUTABLE:
            return None
        buffers: Buffers = []
        try:
            node = pack(value, buffers, _nothing)
        except Unsendable:
            return (b"unsendable", [])
        return msgspec.msgpack.encode(node), [bytes(buffer) for buffer in buffers]

    def _ask_judge(self, stub: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        buffers: Buffers = []
        question = m.Ask(
            stub=stub,
            arguments=tuple(pack(value, buffers, self._keep) for value in args),
            keywords=tuple(
                (name, pack(value, buffers, self._keep)) for name, value in kwargs.items()
            ),
        )
        answer, answer_buffers = self._ask(question, buffers)
        if isinstance(answer, m.Refuse):
            kind = getattr(builtins, answer.type, RuntimeError)
            raise kind("the function you were given cannot take these arguments")
        return self._value(answer.value, answer_buffers)


_IMMUTABLE = frozenset({type(None), bool, int, float, complex, str, bytes, JudgeFunction})


def _with_items(result: Any, places: Sequence[int], instead: Callable[[Any], object]) -> Any:
    """A tuple with other items at these places; what is no tuple stays as it is."""
    if not places or type(result) is not tuple:
        return result
    return tuple(instead(item) if i in places else item for i, item in enumerate(result))


def _nothing(value: object) -> Held | None:
    """Objects other than plain data are not watched; they count as one and the same."""
    return Held(id=0, type="", builtin=False)


def _callables(namespace: dict[str, Any]) -> tuple[str, ...]:
    names: Sequence[str] = [name for name, value in namespace.items() if callable(value)]
    return tuple(name[: m.NAME_LENGTH] for name in names if not name.startswith("_"))[:1000]


def _flush() -> None:
    """What was printed belongs to this request; the submission may have broken the streams."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BaseException):
            stream.flush()
