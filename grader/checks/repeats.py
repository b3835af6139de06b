"""Calls made twice: random results follow their seed, and nothing is kept between calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grader.checks.calls.calling import Function, call, name_of
from grader.checks.calls.expression import call_expression
from grader.checks.comparing.equality import same
from grader.checks.failure import CheckFailure
from grader.checks.render import short
from grader.errors import CourseError
from grader.evidence import Evidence, EvidenceKind

_UNSEEDED = "Draw only from the generator that is passed in, not from np.random or a clock."
_RESEEDED = "Is a generator made, or a seed set, inside? Then every call draws the same numbers."
_REMEMBERS = "Look for global variables, default arguments that are changed, and stored state."


def check_seeded(draw: Callable[[int], Any], *, seeds: tuple[int, int] = (1, 2), what: str) -> Any:
    """`draw(seed)` is the same under one seed and another under another; returns the first value.

    `draw` is the check's own function that calls the submission with the seed, or with a generator
    made of it. What is drawn must be large enough never to be equal by chance.
    """
    if seeds[0] == seeds[1]:
        raise CourseError(f"check_seeded got one seed twice for {what!r}.", hint="Give it two.")
    first, repeated, other = draw(seeds[0]), draw(seeds[0]), draw(seeds[1])
    if not same(first, repeated):
        raise _failure(
            f"{what} differs between two calls with the same seed", _UNSEEDED, repeated, first
        )
    if same(first, other):
        raise _failure(f"{what} is the same for two different seeds", _RESEEDED, other)
    return first


def check_stateless(
    function: Function,
    argument_lists: Sequence[Sequence[object]],
    *,
    keywords: Mapping[str, object] | None = None,
    between: Callable[[], object] | None = None,
    what: str = "",
) -> list[Any]:
    """Every call returns the same again after other calls, in another order.

    The calls are made first to last, then `between` (calls of other functions, if any), then all
    again last to first. Two different lists of arguments or more. Returns the first values.
    """
    if len(argument_lists) < 2 and between is None:
        raise CourseError(
            "check_stateless got nothing to call in between.",
            hint="Give it two different lists of arguments or more, or `between`.",
        )
    owner = name_of(function, what)
    before = [call(function, args, keywords) for args in argument_lists]
    if between is not None:
        between()
    for args, value in reversed(list(zip(argument_lists, before, strict=True))):
        again = call(function, args, keywords)
        if not same(again, value):
            raise _failure(
                f"{owner} returns another value for the same arguments after other calls",
                _REMEMBERS,
                again,
                value,
                call_expression(name_of(function), args, keywords or {}),
            )
    return before


def _failure(
    summary: str, hint: str, got: object, expected: object = None, expression: str = ""
) -> CheckFailure:
    evidence = Evidence(
        kind=EvidenceKind.VALUE,
        summary=f"{summary}.",
        hint=hint,
        detail="" if expected is None else f"First {short(expected)}, then {short(got)}.",
        call=expression,
        got=short(got),
        expected="" if expected is None else short(expected),
    )
    return CheckFailure((evidence,))
