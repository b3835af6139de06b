"""The call that returned a value: shown in the evidence, and to relate a wrong value to its input.

Nothing here is computed before a check fails.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.checks.calls.expression import call_expression
from grader.checks.kinds import Array, is_tensor, numeric

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True)
class Argument:
    """A number or an array among the arguments; `word` is the course's word for it."""

    word: str
    values: Array


@dataclass(frozen=True)
class SourceCall:
    """A call of the submission. `solution` is the reference's function, if the check has one."""

    function: str = ""
    args: Sequence[object] = ()
    keywords: Mapping[str, object] = field(default_factory=dict)
    solution: Callable[..., object] | None = None
    written: str = ""
    """The call as the author of the check wrote it."""

    @property
    def expression(self) -> str:
        """The call to copy and paste; empty when there is none."""
        return self.written or call_expression(self.function, self.args, self.keywords)

    def arguments(self) -> Iterator[Argument]:
        """The finite real numbers and arrays among the arguments, those in dicts by their key."""
        words = self.words()
        for word, value in [*zip(words, self.args, strict=True), *self.keywords.items()]:
            if type(value) is dict:
                for key, item in value.items():
                    yield from _argument(str(key), item)
            else:
                yield from _argument(word, value)

    def words(self) -> Sequence[str]:
        """The solution's names of the positional arguments, or "the first argument"."""
        names = _parameters(self.solution)
        if len(names) >= len(self.args):
            return names[: len(self.args)]
        return [_position(i) for i in range(len(self.args))]


NO_CALL = SourceCall()


def _argument(word: str, value: object) -> Iterator[Argument]:
    if is_tensor(value):
        return
    numbers = numeric(value)
    if numbers is not None and numbers.values.dtype.kind in "iuf":
        yield Argument(word, numbers.values)


def _parameters(function: Callable[..., object] | None) -> Sequence[str]:
    if function is None:
        return ()
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ()
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [each.name for each in parameters if each.kind in positional]


def _position(index: int) -> str:
    return f"the {_ORDINALS[index]} argument" if index < len(_ORDINALS) else "a later argument"
