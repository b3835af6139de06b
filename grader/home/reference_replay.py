"""`reference` without a reference: recorded results, found by the check and its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, Signature
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from grader.checks.comparing.walk import agree
from grader.errors import CourseError
from grader.home.recording import Recording, ReferenceCall, recorded_copy, value_of
from grader.model import Part


class ReferenceReplay:
    """Returns what the reference returned when it was recorded."""

    def __init__(self, recording: Recording, current: Callable[[], str]) -> None:
        """`current` says the id of the check that runs."""
        self._recording = recording
        self._current = current
        self._next: tuple[str, int] = ("", 0)

    def reference(self, parts: Sequence[Part], given: ModuleType | None = None) -> Any:
        """What checks see as `reference`; `given` is the open code, which is here."""
        spaces = {part.name: SimpleNamespace() for part in parts}
        called = {call.function for calls in self._recording.calls.values() for call in calls}
        for name in called | self._recording.parameters.keys():
            part, _, function = name.partition(".")
            setattr(spaces[part], function, self.function(name))
        for name, constant in self._recording.constants.items():
            part, _, plain_name = name.partition(".")
            setattr(spaces[part], plain_name, value_of(constant))
        reference = spaces[parts[0].name] if len(parts) == 1 else SimpleNamespace(**spaces)
        if given is not None:
            reference.given = given
        return reference

    def function(self, name: str) -> Callable[..., Any]:
        """A function that returns what the reference returned."""

        def replayed(*args: Any, **kwargs: Any) -> Any:
            return self._result(name, args, kwargs)

        replayed.__name__ = replayed.__qualname__ = name.rpartition(".")[2]
        if names := self._recording.parameters.get(name):
            parameters = [Parameter(each, Parameter.POSITIONAL_OR_KEYWORD) for each in names]
            vars(replayed)["__signature__"] = Signature(parameters)
        return replayed

    def _result(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        check = self._current()
        calls = self._recording.calls.get(check, ())
        begin = self._next[1] if self._next[0] == check else 0
        for number in (*range(begin, len(calls)), *range(begin)):
            call = calls[number]
            if call.function == name and _same_arguments(call, args, kwargs):
                self._next = (check, number + 1)
                _change(call, args, kwargs)
                return value_of(call.result)
        raise CourseError(
            f"{check} asks the reference for {name} with arguments that are not in the release",
            hint="A public check may ask the reference only for what does not depend on the "
            "submission.",
        )


# --- comparing arguments ----------------------------------------------------------------------


def _same_arguments(call: ReferenceCall, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether a call is the recorded one; another BLAS differs in the last bits."""
    if call.arguments is None:
        return recorded_copy((tuple(args), dict(kwargs))) is None
    return alike(value_of(call.arguments), (tuple(args), dict(kwargs)))


def alike(one: Any, other: Any) -> bool:
    """Whether two plain values are equal but for the last bits of their floats."""
    return agree(one, other, _alike_leaf, list_is_tuple=False, key_order=True)


def _alike_leaf(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, np.random.Generator):
        return bool(repr(one.bit_generator.state) == repr(other.bit_generator.state))
    if isinstance(one, np.ndarray | np.generic | float | complex):
        a, b = np.asarray(one), np.asarray(other)
        if a.shape != b.shape or a.dtype != b.dtype:
            return False
        if a.dtype.kind not in "fc":
            return bool(np.array_equal(a, b))
        return bool(np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True))
    if hasattr(one, "numpy"):
        return _alike_leaf(one.detach().numpy(), other.detach().numpy())
    return bool(one == other)


def _change(call: ReferenceCall, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Do to the arguments what the reference did to them."""
    if call.after is None:
        return
    changed_args, changed_kwargs = value_of(call.after)
    pairs = [*zip(args, changed_args, strict=True)]
    pairs += [(kwargs[name], changed_kwargs[name]) for name in kwargs]
    for old, new in pairs:
        if isinstance(old, np.random.Generator):
            old.bit_generator.state = new.bit_generator.state
        elif isinstance(old, np.ndarray):
            old[...] = new
        elif isinstance(old, dict):
            old.clear()
            old.update(new)
        elif isinstance(old, list):
            old[:] = new
