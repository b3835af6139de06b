"""The comparison core: a value against the expected one, whatever they are made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.checks.comparing.leaves import compare_leaf
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import Tolerance
from grader.checks.kinds import describe, numeric
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

    Type first, then shape, dtype and values; the first look that fails ends the looks at that
    part. `expected` may hold numbers, arrays, tensors, strings, bytes and None, in tuples, lists
    and dicts; anything else is a `CourseError`. `names` are the parts of an expected tuple.
    """
    numbers = numeric(expected)
    if numbers is not None:
        if not numbers.holds_numbers:
            raise _incomparable(expected)
        return compare_leaf(got, numbers, tolerance, subject)
    if type(expected) in _SIMPLE:
        return _compare_simple(got, expected, subject)
    if type(expected) is dict:
        return _compare_dicts(got, expected, tolerance, subject)
    if isinstance(expected, (tuple, list)) and type(expected) in (tuple, list):
        return _compare_sequences(got, expected, tolerance, names, subject)
    raise _incomparable(expected)


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


def _compare_sequences(
    got: object,
    expected: tuple[object, ...] | list[object],
    tolerance: Tolerance,
    names: Sequence[str],
    subject: Subject,
) -> tuple[Evidence, ...]:
    is_tuple = type(expected) is tuple
    wanted = tuple_words(names, len(expected)) if is_tuple else f"a list of {len(expected)}"
    if not isinstance(got, (tuple, list)) or type(got) is not type(expected):
        return (type_evidence(got, wanted, subject, short(expected)),)
    if len(got) != len(expected):
        return (_length_evidence(got, expected, wanted, subject),)
    parts = [subject.part(name) for name in _part_names(names, len(expected))]
    evidence: list[Evidence] = []
    for ours, theirs, part in zip(expected, got, parts, strict=True):
        evidence += compare(theirs, ours, tolerance, (), part)
    if len(evidence) > 1 and _are_plain_numbers(expected) and _are_plain_numbers(got):
        whole = np.array(got, dtype=float), np.array(expected, dtype=float)
        return compare(*whole, tolerance, (), subject) or tuple(evidence)
    return tuple(evidence)


def _are_plain_numbers(values: object) -> bool:
    """Whether it is a list of numbers that float64 holds, to be described as one array."""
    return type(values) is list and all(
        type(value) is float or (type(value) is int and abs(value) < 2**53) for value in values
    )


def _part_names(names: Sequence[str], length: int) -> Sequence[str]:
    return names if len(names) == length else [f"element {i}" for i in range(length)]


def _compare_dicts(
    got: object, expected: dict[object, object], tolerance: Tolerance, subject: Subject
) -> tuple[Evidence, ...]:
    wanted = f"a dict with the keys {', '.join(map(repr, expected))}"
    if not isinstance(got, dict) or type(got) is not dict:
        return (type_evidence(got, wanted, subject, short(expected)),)
    missing = [key for key in expected if key not in got]
    if missing:
        return (_keys_evidence(got, expected, f"lacks the key {missing[0]!r}", subject),)
    if len(got) > len(expected):
        return (_keys_evidence(got, expected, f"has more keys than {wanted}", subject),)
    evidence: list[Evidence] = []
    for key, ours in expected.items():
        evidence += compare(got[key], ours, tolerance, (), subject.part(f"key {key!r}"))
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


def _length_evidence(
    got: Sequence[object], expected: Sequence[object], wanted: str, subject: Subject
) -> Evidence:
    longer = "long" if len(got) > len(expected) else "short"
    return Evidence(
        kind=EvidenceKind.SHAPE,
        summary=f"{subject.noun} is too {longer}: expected {wanted}.",
        detail=f"Got {len(got)} elements, expected {len(expected)}.",
        call=subject.call,
        got=short(got),
        expected=short(expected),
    )


def _keys_evidence(
    got: dict[object, object], expected: dict[object, object], words: str, subject: Subject
) -> Evidence:
    extra = {key: got[key] for key in got if key not in expected}
    return Evidence(
        kind=EvidenceKind.SHAPE,
        summary=f"{subject.noun} {words}.",
        detail=f"Keys nobody asked for: {short(list(extra))}." if extra else "",
        call=subject.call,
        got=short(got),
        expected=short(expected),
    )


def _incomparable(expected: object) -> CourseError:
    return CourseError(
        f"A check expects {describe(expected)}, which cannot be compared.",
        hint="Compare numbers, arrays, tensors, strings, None, or tuples, lists and dicts of them.",
    )
