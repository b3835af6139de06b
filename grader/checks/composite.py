"""Error carried forward: a function that is right, given the wrong parts it is made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import FunctionType
from typing import Any, Literal

import numpy as np

from grader.checks.calls.calling import Function, call, name_of, own_attribute
from grader.checks.calls.unattributed import unattributed
from grader.checks.failure import CheckFailure
from grader.checks.kinds import Array, numbers_of, numeric
from grader.checks.notes import note as leave_note
from grader.checks.values import check_value
from grader.errors import CourseError


def check_composite(
    function: Function,
    args: Sequence[object],
    expected: Function,
    *,
    parts: Mapping[str, Function],
    note: str = "",
    keywords: Mapping[str, object] | None = None,
    names: Sequence[str] = (),
    what: str = "",
    rtol: float = 1e-9,
    atol: float = 1e-12,
    scale: float | None = None,
    dtypes: Literal["same", "any"] = "same",
) -> Any:
    """`function` is the reference's `expected`, at least when it is made of the student's `parts`.

    As `check_value`, but where the values differ, the reference's composite runs once more with
    the student's functions in place of its own: `parts` says by which name `expected` calls them.
    If that gives what `function` gave, the check passes and leaves a note: `note`, or by default
    "func is right, given your layer1". Parts that raise, or lead to a value that says nothing (not
    finite, or the same everywhere), excuse nothing: call it with arrays.

    Returns what `function` returned. Raises CheckFailure about the plain comparison, and
    CourseError when `expected` has no such part.
    """
    got = call(function, args, keywords)
    same = _constant(got, name_of(function))
    carried = _Substituted(expected, parts)

    def compare(wanted: Function) -> None:
        check_value(
            same,
            args,
            wanted,
            keywords=keywords,
            names=names,
            what=what,
            rtol=rtol,
            atol=atol,
            scale=scale,
            dtypes=dtypes,
        )

    try:
        compare(expected)
    except CheckFailure:
        value = carried.value(args, keywords)
        if not (carried.used and _is_informative(value, call(expected, args, keywords))):
            raise
        if not _agrees(compare, _constant(value, "")):
            raise
        words = f"{name_of(function, what)} is right, given your {in_words(carried.used)}."
        leave_note(note or words)
    return got


class _Substituted:
    """The reference's composite with other functions in place of its parts."""

    def __init__(self, expected: Function, parts: Mapping[str, Function]) -> None:
        self.used: set[str] = set()
        """The names of the parts that were called and returned."""
        watched = {name: self._watched(name, part) for name, part in parts.items()}
        self._composite = rebuilt(expected, watched)

    def value(self, args: Sequence[object], keywords: Mapping[str, object] | None) -> object:
        """What it returns, or None where the parts raise or return what it cannot use."""
        try:
            with unattributed():
                return call(self._composite, args, keywords)
        except Exception:  # of student code, or of ours that got its values
            return None

    def _watched(self, name: str, part: Function) -> Function:
        def watched(*args: Any, **keywords: Any) -> Any:
            value = part(*args, **keywords)
            self.used.add(name)
            return value

        return watched


def in_words(names: Collection[str]) -> str:
    """Names in a sentence: "layer1 and layer2"."""
    *others, last = sorted(names)
    return f"{', '.join(others)} and {last}" if others else last


def _constant(value: Any, name: str) -> Function:
    def same(*_: object, **__: object) -> Any:
        return value

    same.__name__ = name
    return same


def _agrees(compare: Callable[[Function], None], wanted: Function) -> bool:
    try:
        compare(wanted)
    except CheckFailure:
        return False
    return True


def rebuilt(function: Function, parts: Mapping[str, Function]) -> Function:
    """A copy of `function` whose module has these functions instead of its own.

    Other functions of the module that it calls are copied as well, so that they use `parts`, too.
    Neither the module nor `function` is changed, and results that a wrapper remembers do not
    count. Raises CourseError when the module has no function of such a name.
    """
    plain = _unwrapped(function)
    names = plain.__globals__
    for name in parts:
        if not callable(names.get(name)):
            raise CourseError(
                f"{plain.__name__} of the reference has no part {name!r} to put another in place.",
                hint="In parts={...}, use the names by which the reference's own code calls them.",
            )
    copied: dict[str, Any] = dict(names)
    for name, value in names.items():
        if isinstance(value, FunctionType) and value.__globals__ is names:
            copied[name] = _with_globals(value, copied)
    copied.update(parts)
    return _with_globals(plain, copied)


def _unwrapped(function: Callable[..., Any]) -> FunctionType:
    """The function of the reference behind what remembers its results."""
    inner: Any = function
    while not isinstance(inner, FunctionType):
        inner = own_attribute(inner, "_function") or own_attribute(inner, "__wrapped__")
        if inner is None:
            raise CourseError(
                f"check_composite cannot look into {name_of(function)}.",
                hint="Give it a function of the reference, written in Python.",
            )
    return inner


def _with_globals(function: FunctionType, names: dict[str, Any]) -> FunctionType:
    copy = FunctionType(
        function.__code__, names, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


def _is_informative(value: object, wanted: object) -> bool:
    """Whether agreement with `value` proves something: it is finite, and varies where it should.

    Parts that return nothing but NaN, or always the same, agree with any composite that does so.
    For the same reason a right value that varies nowhere, such as one number, proves nothing.
    """
    try:
        pairs = list(_leaves(value, wanted))
    except (TypeError, ValueError, KeyError):  # of another form
        return False
    varied = [_varies(found) for found, right in pairs if _varies(right)]
    return bool(varied) and all(varied) and all(np.isfinite(found).all() for found, _ in pairs)


def _leaves(value: object, wanted: object) -> Iterator[tuple[Array, Array]]:
    """The numbers of both, place by place; `value` has the form of `wanted`."""
    if isinstance(wanted, (tuple, list)) and isinstance(value, (tuple, list)):
        for mine, right in zip(value, wanted, strict=True):
            yield from _leaves(mine, right)
    elif isinstance(wanted, dict) and isinstance(value, dict):
        for key, right in wanted.items():
            yield from _leaves(value[key], right)
    elif numeric(wanted) is not None:
        yield numbers_of(value).values, numbers_of(wanted).values


def _varies(values: Array) -> bool:
    return values.size > 1 and bool(np.any(values != values.flat[0]))
