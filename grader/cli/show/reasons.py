"""Why a check failed, on a terminal: the words of the report, from `grader.reports.check_view`."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.cli.show.console import Console
from grader.cli.show.curves import drawn
from grader.model import CheckResult
from grader.reports.check_view import (
    CauseView,
    CheckView,
    EvidenceView,
    RaisedView,
    Side,
    student_view,
)
from grader.reports.text import line

DEEP = 2
LABEL = 13
"""Columns of what stands before a value: "  read again "."""
MOST_PLACES, MOST_PRINTED = 5, 12


def print_reason(console: Console, result: CheckResult) -> None:
    """Everything a student may know of a failed check."""
    view = student_view(result)
    console.print()
    console.put(Text(view.title, "italic"), DEEP)
    console.print()
    if view.sentence:
        console.put(view.sentence, DEEP)
    if view.cause and not view.evidence:
        _print_hint(console, _cause(view.cause))
    for number, evidence in enumerate(view.evidence):
        _print_evidence(console, evidence, view.cause, first=number == 0)
    if view.raised:
        _print_raised(console, view.raised)
    _print_rest(console, view)


def _print_evidence(
    console: Console, evidence: EvidenceView, cause: CauseView | None, *, first: bool
) -> None:
    if not first:
        console.print()
    console.put(Text(evidence.summary, "bold"), DEEP)
    if evidence.detail:
        console.put(evidence.detail, DEEP)
    if cause and first:
        _print_hint(console, _cause(cause))
    elif evidence.hint and not cause:
        _print_hint(console, evidence.hint)
    for side in evidence.sides:
        _print_side(console, side)
    if not all(side.value for side in evidence.sides):
        _print_places(console, evidence)
    _print_gradients(console, evidence)
    if evidence.plot:
        for row in drawn(evidence.plot, console.width):
            console.put(row, DEEP)


def _print_hint(console: Console, words: str) -> None:
    console.put(Text(words, "yellow"), DEEP + 3, f"  {console.sign('→', '>')}")


def _cause(cause: CauseView) -> str:
    follows = f"This follows from {cause.follows_from}. " if cause.follows_from else ""
    return f"Likely cause: {follows}{cause.sentence}"


def _print_side(console: Console, side: Side) -> None:
    """A value beside its name, or below it where it has several lines."""
    label = f"  {side.name}"
    length = LABEL + len(side.value) + len(side.form) + 4
    if "\n" in side.value or (console.folds and side.value and length > console.width):
        console.put(Text(side.form, "dim"), LABEL, label)
        console.put(Text(side.value, "cyan"), DEEP + 2)
    elif side.value:
        form = f"  ({side.form})" if side.form else ""
        console.put(Text(side.value, "cyan") + Text(form, "dim"), LABEL, label)
    else:
        console.put(Text(side.form, "dim"), LABEL, label)


def _print_places(console: Console, evidence: EvidenceView) -> None:
    rows = [(place.index, place.got, place.expected) for place in evidence.places[:MOST_PLACES]]
    _print_table(console, ("place", "yours", "expected"), rows)


def _print_gradients(console: Console, evidence: EvidenceView) -> None:
    """Beside the numerical derivative: the relative error, the ratio of lengths, the cosine."""
    rows = [
        (row.name, row.mark, row.relative_error, row.norm_ratio, row.cosine, row.worst)
        for row in evidence.rows
    ]
    _print_table(console, ("gradient", "", "rel. error", "norm ratio", "cosine", "worst at"), rows)


def _print_table(console: Console, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Nothing without rows."""
    if rows:
        table = Table.grid(padding=(0, 2))
        table.add_row(*head, style="dim")
        for row in rows:
            table.add_row(*row)
        console.print(Padding.indent(table, DEEP))


def _print_raised(console: Console, raised: RaisedView) -> None:
    console.put(Text(raised.what, "red"), DEEP)
    for frame in raised.frames:
        console.put(Text(frame.where, "dim"), DEEP + 2)
        if frame.source:
            console.put(Text(frame.source, "cyan"), DEEP + 4)


def _print_rest(console: Console, view: CheckView) -> None:
    for call in view.calls:
        console.put(Text(call, "cyan"), LABEL, "  try it")
    if view.read_again:
        console.put(view.read_again, LABEL, "  read again")
    for note in view.notes:
        console.put(line(note), LABEL, "  note")
    if view.output:
        _print_output(console, view.output.rstrip("\n").split("\n"))


def _print_output(console: Console, lines: Sequence[str]) -> None:
    """The last lines of what the code printed."""
    left_out = max(len(lines) - MOST_PRINTED, 0)
    more = f" ({left_out} more lines before)" if left_out else ""
    console.put(Text(f"your code printed{more}", "dim"), DEEP)
    for each in lines[-MOST_PRINTED:]:
        console.put(each, DEEP + 2)
