"""What a report says of cells of a notebook that failed. Pure; words of ours only."""

from __future__ import annotations

from collections.abc import Mapping

from grader.far.child.imports import PackageNotAllowed
from grader.far.child.loading import type_name
from grader.model import Raised, Record

MOST_NOTES = 8
_NOT_ALLOWED = type_name(PackageNotAllowed)
_WENT_ON = "the rest of it was run all the same"


class Trouble(Record):
    """What happened in a cell."""

    clause: str
    """What the cell did, in the past tense: "raised ValueError"."""
    outcome: str
    """What became of the rest of it."""
    line: int = 0
    """Of the cell; 0: not known."""

    def __str__(self) -> str:
        """Goes on "code cell 3 ...", without a full stop."""
        where = f" in line {self.line}" if self.line else ""
        return f"{self.clause}{where}; {self.outcome}"


def trouble_of(raised: Raised, cell: str, *, ran: bool) -> Trouble:
    """The trouble of a cell that raised; unless it `ran` it could not be compiled."""
    line = next((frame.line for frame in raised.frames if frame.file == cell), 0)
    if not ran:
        return Trouble(clause=_uncompiled(raised), outcome="it was left out", line=line)
    return Trouble(clause=_clause(raised), outcome=_WENT_ON, line=line)


def notes(troubles: Mapping[int, Trouble]) -> tuple[str, ...]:
    """A sentence for each cell, by number; those that differ in the line only share one."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, trouble in sorted(troubles.items()):
        groups.setdefault((trouble.clause, trouble.outcome), []).append(number)
    said = [
        f"code cell {numbers[0]} {troubles[numbers[0]]}"
        if len(numbers) == 1
        else f"code cells {_listed(numbers)} {clause}; {outcome}"
        for (clause, outcome), numbers in groups.items()
    ]
    more = len(said) - MOST_NOTES
    return (*said[:MOST_NOTES], f"{more} more kinds of failures in cells") if more > 0 else (*said,)


def _clause(raised: Raised) -> str:
    if raised.type == _NOT_ALLOWED:
        return "imported a forbidden package"
    if raised.base == "SystemExit":
        return "called exit()"
    own = "" if raised.builtin else "an exception of its own, a "
    return f"raised {own}{raised.type if raised.builtin else raised.base}"


def _uncompiled(raised: Raised) -> str:
    wrong = raised.base in ("SyntaxError", "IndentationError", "TabError")
    return "had a syntax error" if wrong else "could not be compiled"


def _listed(numbers: list[int]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
