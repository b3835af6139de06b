"""`reference/<id>/validated.json`: what `grader validate --full` found, kept with the course.

The quick validation reads from it against which checks to try each mistake, and what the reference
returned; and it fails when the assignment is not the one that the record was made for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from grader.model import Record

FORMAT = 1


class ValidationRecord(Record):
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


def meant_for(record: ValidationRecord, name: str, functions: Collection[str]) -> tuple[str, ...]:
    """The checks that a wrong version of `functions` is for. Empty: it is unknown.

    Those that it failed and those that call one of the functions, and then all that share a
    function with them: a name needs to hear what the others say.
    """
    if name not in record.caught_by:
        return ()
    near = {*record.caught_by[name], *_calling(record, functions)}
    shared = {function for check in near for function in _called(record, check)}
    return tuple(sorted({*near, *_calling(record, shared)}))


def _calling(record: ValidationRecord, functions: Collection[str]) -> Iterator[str]:
    wanted = set(functions)
    return (check for check in record.replies if wanted & _called(record, check))


def _called(record: ValidationRecord, check: str) -> set[str]:
    """The functions of the submission that a check calls."""
    return {line.partition(" ")[0] for line in record.replies.get(check, ())}


def read_record(file: Path) -> ValidationRecord | None:
    """The record in a file; None if there is none that can be read."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=ValidationRecord)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def write_record(file: Path, record: ValidationRecord) -> None:
    """Keep a record: sorted, a line for everything that can change by itself."""
    text = msgspec.json.encode(record, order="sorted")
    file.write_bytes(msgspec.json.format(text, indent=1) + b"\n")
