"""Arguments that a function must leave alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.checks.calls.calling import Function, name_of
from grader.checks.calls.observed_call import observe
from grader.checks.calls.source_call import SourceCall
from grader.checks.comparing.compare import compare
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import EXACT
from grader.checks.comparing.walk import OtherForm, walk
from grader.checks.failure import raise_for
from grader.checks.kinds import numeric
from grader.checks.render import short
from grader.evidence import Evidence, EvidenceKind

_HINT = "Operators like += and *=, out= and assignments to x[...] write into the caller's array."


def check_unchanged(
    function: Function,
    args: Sequence[object],
    keywords: Mapping[str, object] | None = None,
    *,
    names: Sequence[str] = (),
    what: str = "",
) -> Any:
    """`function(*args, **keywords)` changes none of its arguments; returns what it returned.

    Arrays and tensors are looked at, also inside lists, tuples and dicts, and those themselves.
    `names` are the positional arguments' names for sentences.
    """
    named = keywords or {}
    seen = observe(function, args, named)
    owner = name_of(function, what)
    labels = names if len(names) == len(args) else [f"Argument {i}" for i in range(len(args))]
    pairs = list(zip(labels, args, seen.arguments, strict=True))
    pairs += [(name, value, seen.keywords[name]) for name, value in named.items()]
    source = SourceCall(name_of(function), args, named)
    raise_for(
        tuple(
            evidence
            for label, before, after in pairs
            for evidence in _changes(before, after, Subject.named(f"{label} of {owner}", source))
        )
    )
    return seen.value


def _changes(before: object, after: object, subject: Subject) -> Iterator[Evidence]:
    for part in walk(before, after, list_is_tuple=False, key_order=True, is_leaf=_is_leaf):
        where = subject.at(part.path)
        if isinstance(part, OtherForm):
            yield _changed(part.one, part.other, where)
        elif numeric(part.one) is not None:
            for evidence in compare(part.other, part.one, EXACT, (), where):
                yield _changed(part.one, part.other, where, _where(evidence))


def _is_leaf(before: object, after: object) -> bool:
    """Whether an argument is not looked into: numbers, and what may change, such as `inout`."""
    return numeric(before) is not None or not isinstance(before, (list, tuple, dict))


def _where(evidence: Evidence) -> str:
    if not evidence.places:
        return evidence.detail
    worst = evidence.places[0]
    return f"At {list(worst.index)} it was {worst.expected} before the call and {worst.got} after."


def _changed(before: object, after: object, subject: Subject, detail: str = "") -> Evidence:
    return Evidence(
        kind=EvidenceKind.CHANGED,
        summary=f"{subject.noun} is changed by the call.",
        hint=_HINT,
        detail=detail,
        call=subject.call,
        got=short(after),
        expected=short(before),
    )
