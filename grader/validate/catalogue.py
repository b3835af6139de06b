"""Which mistakes an assignment promises to know: `CATALOGUE` in its `mistakes.py`. Pure.

CATALOGUE = ("ACT-01 .. ACT-03", "ACT-13 .. ACT-16", "NET-10")
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from grader.errors import CourseError

ID = re.compile(r"([A-Z]+)-(\d+)")


def promised(catalogue: Iterable[str]) -> tuple[str, ...]:
    """Every id of a catalogue, in its order. Raises CourseError for an entry that is no range."""
    return tuple(id for entry in catalogue for id in _ids(entry))


def missing(catalogue: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """What is promised and not known; `LOSS-01-BCE` is a variant of `LOSS-01`, and as good."""
    there = {match[0] for id in known if (match := ID.match(id))}
    return tuple(id for id in promised(catalogue) if id not in there)


def _ids(entry: str) -> Iterator[str]:
    ends = [ID.fullmatch(end.strip()) for end in entry.split("..")]
    first, last = ends[0], ends[-1]
    if not (first and last) or len(ends) > 2 or first[1] != last[1] or int(first[2]) > int(last[2]):
        raise CourseError(
            f"CATALOGUE: {entry!r} is no id and no range of ids",
            hint='Write "LOSS-01 .. LOSS-31", or "LOSS-01" for one.',
        )
    for number in range(int(first[2]), int(last[2]) + 1):
        yield f"{first[1]}-{number:0{len(first[2])}}"
