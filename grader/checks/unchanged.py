"""Arguments that a function must leave alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.checks.calls.calling import Function, name_of
from grader.checks.calls.observation import observe
from grader.checks.calls.origin import Origin
from grader.checks.comparing.compare import compare
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import EXACT
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
    origin = Origin(name_of(function), args, named)
    raise_for(
        tuple(
            evidence
            for label, before, after in pairs
            for evidence in _changes(before, after, Subject.named(f"{label} of {owner}", origin))
        )
    )
    return seen.value


def _changes(before: object, after: object, subject: Subject) -> Iterator[Evidence]:
    if numeric(before) is not None:
        for evidence in compare(after, before, EXACT, (), subject):
            yield _changed(before, after, subject, _where(evidence))
    elif isinstance(before, (list, tuple)):
        if type(after) is not type(before) or len(after) != len(before):
            yield _changed(before, after, subject)
        else:
            for i, item in enumerate(before):
                yield from _changes(item, after[i], subject.part(f"element {i}"))
    elif isinstance(before, dict):
        if not isinstance(after, dict) or list(after) != list(before):
            yield _changed(before, after, subject)
        else:
            for key, item in before.items():
                yield from _changes(item, after[key], subject.part(f"key {key!r}"))


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
