"""Which lines of a source file are solution, by the marks of five dialects. Pure.

We write one, `# BEGIN SOLUTION` ... `# END SOLUTION`, and read those that courses bring along:

| from            | marks                                                    |
| --------------- | -------------------------------------------------------- |
| nbgrader        | `### BEGIN SOLUTION`, `### BEGIN HIDDEN TESTS`           |
| otter           | `x = 1  # SOLUTION`, `# SOLUTION NO PROMPT`, `# BEGIN PROMPT` |
| cs231n          | `# *****START OF YOUR CODE`, `# *****END OF YOUR CODE`   |
| DeepLearning.AI | `### START CODE HERE ###`, `### END CODE HERE ###`       |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from grader.errors import CourseError


class RegionKind(Enum):
    """What becomes of a region in a starter."""

    SOLUTION = "solution"
    """Students write it: inside a function it becomes a NotImplementedError, elsewhere nothing."""
    SECRET = "secret"
    """Students never see it: it goes away without a trace."""
    PROMPT = "prompt"
    """Stands in a string of the solution's file and becomes code in the starter."""


@dataclass(frozen=True)
class Region:
    """Lines of one kind, counted from 1, both ends included; the marks are among them."""

    kind: RegionKind
    first: int
    last: int


_PAIRS = (
    (RegionKind.SOLUTION, r"#+\s*BEGIN SOLUTION\b", r"#+\s*END SOLUTION\b"),
    (RegionKind.SOLUTION, r"#+\s*\**\s*START OF YOUR CODE\b", r"#+\s*\**\s*END OF YOUR CODE\b"),
    (RegionKind.SOLUTION, r"#+\s*START CODE HERE\b", r"#+\s*END CODE HERE\b"),
    (RegionKind.SECRET, r"#+\s*BEGIN HIDDEN TESTS\b", r"#+\s*END HIDDEN TESTS\b"),
    (RegionKind.PROMPT, r"(?:[rR]?(?:\"\"\"|'''))\s*#\s*BEGIN PROMPT\b", r".*#\s*END PROMPT\b"),
)
_BEGINS = tuple(
    (kind, re.compile(rf"\s*{begin}"), re.compile(rf"\s*{end}")) for kind, begin, end in _PAIRS
)
_ENDS = tuple(end for kind, _, end in _BEGINS if kind is not RegionKind.PROMPT)
_WHOLE_LINE = re.compile(r".*\S.*#\s*SOLUTION(?P<silent> NO PROMPT)?\s*$")


def regions(lines: Sequence[str], name: str) -> tuple[Region, ...]:
    """The marked regions of a file, in order.

    Raises CourseError, with every problem, when a mark has no partner or two regions overlap.
    """
    problems: list[str] = []
    found = tuple(_regions(lines, name, problems))
    if problems:
        raise CourseError(f"the solution marks of {name} do not fit", problems=tuple(problems))
    return found


def _regions(lines: Sequence[str], name: str, problems: list[str]) -> Iterator[Region]:
    number = 0
    while number < len(lines):
        number += 1
        line = lines[number - 1]
        begun = next(((kind, end) for kind, begin, end in _BEGINS if begin.match(line)), None)
        if begun:
            kind, end = begun
            last = _end_of(lines, number, end, name, problems)
            yield Region(kind, number, last)
            number = last
        elif any(mark.match(line) for mark in _ENDS):
            problems.append(f"{name}:{number}: a region ends here that never began")
        elif single := _WHOLE_LINE.match(line):
            kind = RegionKind.SECRET if single["silent"] else RegionKind.SOLUTION
            yield Region(kind, number, number)


def _end_of(
    lines: Sequence[str], first: int, end: re.Pattern[str], name: str, problems: list[str]
) -> int:
    """The line of the mark that ends a region; a problem, and the file's end, without one."""
    for number in range(first + 1, len(lines) + 1):
        line = lines[number - 1]
        if end.match(line):
            return number
        if any(begin.match(line) for kind, begin, _ in _BEGINS if kind is not RegionKind.PROMPT):
            problems.append(
                f"{name}:{number}: a region begins inside the one that began at line {first}"
            )
    problems.append(f"{name}:{first}: this region never ends")
    return len(lines)
