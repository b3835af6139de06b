"""`reference`: the solution, called in the judge; pure calls are memoized."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import msgspec
import numpy as np

from grader.assignments import Assignment
from grader.checks.calls.inout import unmarked
from grader.errors import CourseError
from grader.model import Part
from grader.wire.marshalling import Buffers, Unsendable, pack, plain, unpack


def load_module(path: Path, name: str) -> ModuleType:
    """Run a file of the course as a module of its own name."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CourseError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(f"{path} cannot be run: {type(error).__name__}: {error}") from error
    return module


def modules_in(assignment: Assignment, folder: Path, role: str) -> dict[str, ModuleType]:
    """The part files in a folder as fresh modules, and `given`; `role` keeps copies apart."""
    modules = {
        part.name: load_module(folder / part.file, f"{role}_{assignment.id}_{part.name}")
        for part in assignment.settings.parts
    }
    if assignment.given is not None:
        modules["given"] = load_module(assignment.given, "given")
    return modules


@contextmanager
def replaced(module: ModuleType, name: str, function: object) -> Iterator[None]:
    """While this lasts, `module` has another function of this name, also for its own calls."""
    right = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, right)


class Memo:
    """Results of pure calls, by the function and the exact content of its arguments.

    Filled while the judge template proves the reference; judges forked from it find their
    expected values here, because checks draw the same numbers for every submission.
    """

    def __init__(self) -> None:
        self._results: dict[bytes, tuple[Any, Buffers]] = {}

    def call(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """`function(*args, **kwargs)`, from memory when it was pure before on equal arguments."""
        key = _content(function, args, kwargs)
        if key is None:
            return function(*args, **kwargs)
        if key not in self._results:
            result = function(*args, **kwargs)
            if _content(function, args, kwargs) != key or not self._remember(key, result):
                return result
        node, buffers = self._results[key]
        return unpack(node, list(buffers), _no_references)  # unpacking uses the list up

    def _remember(self, key: bytes, result: Any) -> bool:
        buffers: Buffers = []
        try:
            node = pack(result, buffers, plain)
        except Unsendable:
            return False
        self._results[key] = node, [bytes(buffer) for buffer in buffers]
        return True


class MemoizedFunction:
    """A function of the reference that asks the memo first."""

    def __init__(self, function: Callable[..., Any], memo: Memo) -> None:
        self._function = function
        self._memo = memo
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        self.__wrapped__ = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it as the submission's is called: what `inout` marks is changed in place."""
        named = {name: unmarked(value) for name, value in kwargs.items()}
        return self._memo.call(self._function, tuple(map(unmarked, args)), named)


def reference_of(parts: Sequence[Part], modules: Mapping[str, ModuleType], memo: Memo) -> Any:
    """What checks see as `reference`: the module for one part, a part each otherwise.

    `reference.given` is the assignment's `given.py` on this side, to build what the solution needs.
    """
    spaces = {part.name: _namespace(modules[part.name], memo) for part in parts}
    reference = spaces[parts[0].name] if len(parts) == 1 else SimpleNamespace(**spaces)
    if "given" in modules:
        reference.given = _namespace(modules["given"], memo)
    return reference


def _namespace(module: ModuleType, memo: Memo) -> SimpleNamespace:
    public = {name: value for name, value in vars(module).items() if not name.startswith("_")}
    return SimpleNamespace(
        **{
            name: MemoizedFunction(value, memo) if _is_function(value) else value
            for name, value in public.items()
        }
    )


def _is_function(value: object) -> bool:
    return callable(value) and not isinstance(value, type) and hasattr(value, "__name__")


def _content(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> bytes | None:
    """A digest of a call, or None when it holds a generator, a callable or an opaque object."""
    if any(isinstance(arg, np.random.Generator) for arg in (*args, *kwargs.values())):
        return None
    buffers: Buffers = []
    try:
        node = pack((args, kwargs), buffers, plain)
    except Unsendable:
        return None
    digest = hashlib.blake2b(f"{function.__module__}.{function.__qualname__}".encode())
    digest.update(msgspec.msgpack.encode(node))
    for buffer in buffers:
        digest.update(buffer)
    return digest.digest()


def _no_references(reference: object) -> Any:
    raise CourseError("a remembered value holds a reference")
