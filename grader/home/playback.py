"""`reference` without a reference: the recorded answers, found by the check and its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, Signature
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from grader.checks.comparing.walk import agree
from grader.errors import CourseError
from grader.home.recording import Recording, Spoken, read, written
from grader.model import Part


class Playback:
    """Answers as the recording says."""

    def __init__(self, recording: Recording, current: Callable[[], str]) -> None:
        self._recording = recording
        self._current = current
        self._place: tuple[str, int] = ("", 0)

    def reference(self, parts: Sequence[Part], given: ModuleType | None = None) -> Any:
        """What checks see as `reference`; `given` is the open code, which is here."""
        spaces = {part.name: SimpleNamespace() for part in parts}
        called = {spoken.function for said in self._recording.calls.values() for spoken in said}
        for name in called | self._recording.parameters.keys():
            part, _, function = name.partition(".")
            setattr(spaces[part], function, self.function(name))
        for name, constant in self._recording.constants.items():
            part, _, plain_name = name.partition(".")
            setattr(spaces[part], plain_name, read(constant))
        reference = spaces[parts[0].name] if len(parts) == 1 else SimpleNamespace(**spaces)
        if given is not None:
            reference.given = given
        return reference

    def function(self, name: str) -> Callable[..., Any]:
        """A function that answers what the reference answered."""

        def answer(*args: Any, **kwargs: Any) -> Any:
            return self._answer(name, args, kwargs)

        answer.__name__ = answer.__qualname__ = name.rpartition(".")[2]
        if names := self._recording.parameters.get(name):
            parameters = [Parameter(each, Parameter.POSITIONAL_OR_KEYWORD) for each in names]
            vars(answer)["__signature__"] = Signature(parameters)
        return answer

    def _answer(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        check = self._current()
        calls = self._recording.calls.get(check, ())
        begin = self._place[1] if self._place[0] == check else 0
        for number in (*range(begin, len(calls)), *range(begin)):
            spoken = calls[number]
            if spoken.function == name and _same(spoken, args, kwargs):
                self._place = (check, number + 1)
                _leave_changed(spoken, args, kwargs)
                return read(spoken.answered)
        raise CourseError(
            f"{check} asks the reference for {name} with arguments that are not in the release",
            hint="A public check may ask the reference only for what does not depend on the "
            "submission.",
        )


# --- comparing arguments ----------------------------------------------------------------------


def _same(spoken: Spoken, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether a call is the recorded one; another BLAS differs in the last bits."""
    if spoken.asked is None:
        return written((tuple(args), dict(kwargs))) is None
    return alike(read(spoken.asked), (tuple(args), dict(kwargs)))


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


def _leave_changed(spoken: Spoken, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Do to the arguments what the reference did to them."""
    if spoken.after is None:
        return
    changed_args, changed_kwargs = read(spoken.after)
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
