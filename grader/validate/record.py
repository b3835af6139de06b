"""`reference/<id>/validated.json`: what `grader validate --full` found, kept with the course.

The quick validation reads from it against which checks to try each mistake, and what the reference
returned; and it fails when the assignment is not the one that the record was made for.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import msgspec

from grader.model import Record as Frozen

FORMAT = 1


class Record(Frozen):
    """What a full validation found. Only an assignment without a problem gets one."""

    format: int
    content: str
    """What was looked at, see `Assignment.content`."""
    repeats: int
    """How often the reference was graded in the sandbox."""
    secrets: int
    """With how many secrets of the hidden checks it was tried."""
    environments: tuple[str, ...]
    """The environments it was tried in."""
    caught_by: dict[str, tuple[str, ...]]
    """By the name of each mistake, second realisation and double: the checks that it fails."""
    misses: dict[str, str]
    """By accuracy check: how many runs of right solutions missed."""
    replies: dict[str, tuple[str, ...]]
    """By check: a fingerprint of each reply of the reference."""


def meant_for(record: Record, name: str, functions: Collection[str]) -> tuple[str, ...]:
    """The checks that a wrong version of `functions` is for: those that it failed, and all that
    call one of them, because a name needs to hear what the others say. Empty: it is unknown."""
    if name not in record.caught_by:
        return ()
    calling = (
        check
        for check, lines in record.replies.items()
        if not {line.partition(" ")[0] for line in lines}.isdisjoint(functions)
    )
    return tuple(sorted({*record.caught_by[name], *calling}))


def read_record(file: Path) -> Record | None:
    """The record in a file; None if there is none that can be read."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return None


def write_record(file: Path, record: Record) -> None:
    """Keep a record: sorted, a line for everything that can change by itself."""
    text = msgspec.json.encode(record, order="sorted")
    file.write_bytes(msgspec.json.format(text, indent=1) + b"\n")
