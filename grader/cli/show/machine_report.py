"""How a diagnosis looks on a terminal: a line for every finding, what to do below it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from rich.text import Text

from grader.cli.show.console import WIDEST
from grader.doctor.findings import Diagnosis, Finding, State
from grader.reports.text import line

WIDTH = 80
"""Columns, also where there are more: long lines are hard to read."""
STATES = {State.OK: "green", State.WARNING: "yellow", State.MISSING: "bold red"}
STATE_COLUMN = max(map(len, STATES)) + 2
NARROWEST = 24
"""Columns that a sentence gets on the narrowest terminal."""


def page_of(diagnosis: Diagnosis, width: int) -> Iterator[Text]:
    """The lines, folded to at most WIDTH columns; a `width` of WIDEST folds nothing."""
    width = WIDEST if width >= WIDEST else min(width, WIDTH)
    areas = max((len(finding.area) for finding in diagnosis.findings), default=0) + 2
    for finding in diagnosis.findings:
        yield from _finding(finding, areas, max(width - STATE_COLUMN - areas, NARROWEST))
    yield Text()
    yield from (Text(row) for row in textwrap.wrap(conclusion(diagnosis), width))


def conclusion(diagnosis: Diagnosis) -> str:
    """The last sentence, for who reads only that."""
    if not diagnosis.ready:
        return "grader run does not work here yet: repair what is missing."
    warnings = sum(finding.state is State.WARNING for finding in diagnosis.findings)
    advice = {0: "", 1: " One thing could be better."}.get(
        warnings, f" {warnings} things could be better."
    )
    return f"grader run works here, in the {diagnosis.sandbox} sandbox.{advice}"


def _finding(finding: Finding, areas: int, width: int) -> Iterator[Text]:
    first, *rest = _rows(finding.sentence, width)
    state = (f"{finding.state:<{STATE_COLUMN}}", STATES[finding.state])
    yield Text.assemble(state, (f"{finding.area:<{areas}}", "bold"), first)
    indent = " " * (STATE_COLUMN + areas)
    yield from (Text(indent + row) for row in rest)
    yield from (Text(indent + row, "italic") for row in _remedy(finding.remedy, width))


def _remedy(remedy: str, width: int) -> Iterable[str]:
    if not remedy:
        return ()
    first, *rest = _rows(remedy, width - 3)
    return (f"-> {first}", *(f"   {row}" for row in rest))


def _rows(text: str, width: int) -> list[str]:
    """The text in rows; a path that is longer than a row is cut into several."""
    return textwrap.wrap(line(text), width, break_on_hyphens=False) or [""]
