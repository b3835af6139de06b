"""What was said of each hostile program in each kind of slot, as a table in Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

WAYS = ("root", "user", "abi2", "docker")
"""As root, where each slot has a user of its own; as one ordinary user; as that user with the
Landlock of Debian 12's kernel, which knows less; and in containers."""


def table(reports: Iterable[Any]) -> Iterator[str]:
    """The table of all tests that noted what was said; nothing when there were none."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for report in reports:
        for name, value in getattr(report, "user_properties", ()):
            if name == "said":
                way, program, verdict = value
                said[program][way] = verdict
    if said:
        yield f"| program | {' | '.join(WAYS)} |"
        yield f"| --- |{' --- |' * len(WAYS)}"
    for program in sorted(said):
        cells = " | ".join(said[program].get(way, "–") for way in WAYS)
        yield f"| {program} | {cells} |"
