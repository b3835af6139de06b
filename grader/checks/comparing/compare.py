"""A value against the expected one, leaf by leaf: one record of evidence for each wrong part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeGuard

import numpy as np

from grader.checks.comparing.numeric import compare_numbers
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import Tolerance
from grader.checks.comparing.walk import Leaves, OtherForm, Step, walk
from grader.checks.kinds import describe, numbers_of, numeric
from grader.checks.render import short
from grader.errors import CourseError
from grader.evidence import Evidence, EvidenceKind

DEFAULT = Tolerance()
THE_RESULT = Subject()
_SIMPLE = (str, bytes, type(None))


def compare(
    got: object,
    expected: object,
    tolerance: Tolerance = DEFAULT,
    names: Sequence[str] = (),
    subject: Subject = THE_RESULT,
) -> tuple[Evidence, ...]:
    """Compare `got` with `expected`; one record for every part that is wrong, empty when equal.

    Type first, then shape, dtype and values; of each part only the first that is wrong is told.
    `expected` may hold numbers, arrays, tensors, strings, bytes and None, in tuples, lists
    and dicts; anything else is a `CourseError`. `names` are the parts of an expected tuple.
    """
    fits = isinstance(expected, (tuple, list)) and len(names) == len(expected)
    evidence: list[Evidence] = []
    for part in walk(expected, got, list_is_tuple=False, key_order=False, is_leaf=_is_leaf):
        where = subject.at(part.path, names if fits else ())
        evidence += _compare_part(part, tolerance, () if part.path else names, where)
    return tuple(evidence)


def type_evidence(got: object, wanted: str, subject: Subject, expected: str = "") -> Evidence:
    """Evidence for a value of the wrong kind; `wanted` says which was expected."""
    return Evidence(
        kind=EvidenceKind.TYPE,
        summary=f"{subject.noun} is {describe(got)}, expected {wanted}.",
        hint="A function without a return statement returns None." if got is None else "",
        call=subject.call,
        got=short(got),
        expected=expected,
    )


def tuple_words(names: Sequence[str], length: int) -> str:
    """An expected tuple in words: "(loss, dz), a tuple of 2"."""
    return f"({', '.join(names)}), a tuple of {length}" if names else f"a tuple of {length}"


def _is_leaf(expected: object, got: object) -> bool:
    """Whether a pair is compared as a whole: lists of numbers, and what may not be expected."""
    if type(expected) not in (tuple, list, dict):
        return True
    return _are_plain_numbers(expected) and _are_plain_numbers(got) and len(expected) == len(got)


def _are_plain_numbers(values: object) -> TypeGuard[list[float]]:
    """Whether it is a list of numbers that float64 holds, to be described as one array."""
    return type(values) is list and all(
        type(value) is float or (type(value) is int and abs(value) < 2**53) for value in values
    )


def _compare_part(
    part: Leaves | OtherForm, tolerance: Tolerance, names: Sequence[str], subject: Subject
) -> tuple[Evidence, ...]:
    got, expected = part.other, part.one
    numbers = numeric(expected)
    if numbers is not None and numbers.holds_numbers:
        return compare_numbers(got, numbers, tolerance, subject)
    if type(expected) in _SIMPLE:
        return _compare_simple(got, expected, subject)
    if type(expected) is dict:
        return (_dict_evidence(got, expected, subject),)
    if type(expected) not in (tuple, list):
        raise _incomparable(expected)
    if isinstance(part, OtherForm):
        return (_sequence_evidence(got, expected, names, subject),)
    return _compare_number_lists(got, expected, tolerance, names, subject)


def _compare_number_lists(
    got: list[float],
    expected: list[float],
    tolerance: Tolerance,
    names: Sequence[str],
    subject: Subject,
) -> tuple[Evidence, ...]:
    """Lists of one length, described number by number; as arrays where several are wrong."""
    evidence: list[Evidence] = []
    for i, (theirs, ours) in enumerate(zip(got, expected, strict=True)):
        where = subject.at((Step(i, False),), names if len(names) == len(expected) else ())
        evidence += compare_numbers(theirs, numbers_of(ours), tolerance, where)
    if len(evidence) > 1:
        whole = numbers_of(np.array(expected, dtype=float))
        together = compare_numbers(np.array(got, dtype=float), whole, tolerance, subject)
        return together or tuple(evidence)
    return tuple(evidence)


def _compare_simple(got: object, expected: object, subject: Subject) -> tuple[Evidence, ...]:
    if type(got) is not type(expected):
        return (type_evidence(got, describe(expected), subject, short(expected)),)
    if got == expected:
        return ()
    evidence = Evidence(
        kind=EvidenceKind.VALUE,
        summary=f"{subject.noun} is {describe(expected)}, but not the expected one.",
        detail=f"Got {short(got)}, expected {short(expected)}.",
        call=subject.call,
        got=short(got),
        expected=short(expected),
    )
    return (evidence,)


def _sequence_evidence(
    got: Any, expected: tuple[object, ...] | list[object], names: Sequence[str], subject: Subject
) -> Evidence:
    """Evidence for a value that is no tuple or list of that length."""
    is_tuple = type(expected) is tuple
    wanted = tuple_words(names, len(expected)) if is_tuple else f"a list of {len(expected)}"
    if type(got) is not type(expected):
        return type_evidence(got, wanted, subject, short(expected))
    longer = "long" if len(got) > len(expected) else "short"
    return Evidence(
        kind=EvidenceKind.SHAPE,
        summary=f"{subject.noun} is too {longer}: expected {wanted}.",
        detail=f"Got {len(got)} elements, expected {len(expected)}.",
        call=subject.call,
        got=short(got),
        expected=short(expected),
    )


def _dict_evidence(got: object, expected: dict[object, object], subject: Subject) -> Evidence:
    """Evidence for a value that is no dict with those keys."""
    wanted = f"a dict with the keys {', '.join(map(repr, expected))}"
    if not isinstance(got, dict) or type(got) is not dict:
        return type_evidence(got, wanted, subject, short(expected))
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    words = f"lacks the key {missing[0]!r}" if missing else f"has more keys than {wanted}"
    return Evidence(
        kind=EvidenceKind.SHAPE,
        summary=f"{subject.noun} {words}.",
        detail=f"Keys nobody asked for: {short(extra)}." if extra else "",
        call=subject.call,
        got=short(got),
        expected=short(expected),
    )


def _incomparable(expected: object) -> CourseError:
    return CourseError(
        f"A check expects {describe(expected)}, which cannot be compared.",
        hint="Compare numbers, arrays, tensors, strings, None, or tuples, lists and dicts of them.",
    )
