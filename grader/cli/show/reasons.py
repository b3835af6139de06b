"""Why a check failed, on a terminal: the words of the report, from `grader.reports.check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from grader.cli.show.curves import drawn
from grader.cli.show.sheet import Sheet
from grader.model import CheckResult
from grader.reports.check import CauseView, CheckView, EvidenceView, RaisedView, Side, student_view
from grader.reports.text import line

DEEP = 2
LABEL = 13
"""Columns of what stands before a value: "  read again "."""
MOST_PLACES, MOST_PRINTED = 5, 12


def print_reason(sheet: Sheet, result: CheckResult) -> None:
    """Everything a student may know of a failed check."""
    view = student_view(result)
    sheet.blank()
    sheet.put(Text(view.title, "italic"), DEEP)
    sheet.blank()
    if view.sentence:
        sheet.put(view.sentence, DEEP)
    if view.cause and not view.evidence:
        _print_hint(sheet, _cause(view.cause))
    for number, evidence in enumerate(view.evidence):
        _print_evidence(sheet, evidence, view.cause, first=number == 0)
    if view.raised:
        _print_raised(sheet, view.raised)
    _print_rest(sheet, view)


def _print_evidence(
    sheet: Sheet, evidence: EvidenceView, cause: CauseView | None, *, first: bool
) -> None:
    if not first:
        sheet.blank()
    sheet.put(Text(evidence.summary, "bold"), DEEP)
    if evidence.detail:
        sheet.put(evidence.detail, DEEP)
    if cause and first:
        _print_hint(sheet, _cause(cause))
    elif evidence.hint and not cause:
        _print_hint(sheet, evidence.hint)
    for side in evidence.sides:
        _print_side(sheet, side)
    if not all(side.value for side in evidence.sides):
        _print_table(sheet, _places(evidence))
    _print_table(sheet, _gradients(evidence))
    if evidence.plot:
        for row in drawn(evidence.plot, sheet.width):
            sheet.put(row, DEEP)


def _print_hint(sheet: Sheet, words: str) -> None:
    sheet.put(Text(words, "yellow"), DEEP + 3, f"  {sheet.sign('→', '>')}")


def _cause(cause: CauseView) -> str:
    follows = f"This follows from {cause.follows_from}. " if cause.follows_from else ""
    return f"Likely cause: {follows}{cause.sentence}"


def _print_side(sheet: Sheet, side: Side) -> None:
    """A value beside its name, or below it where it has several lines."""
    label = f"  {side.name}"
    length = LABEL + len(side.value) + len(side.form) + 4
    if "\n" in side.value or (sheet.folds and side.value and length > sheet.width):
        sheet.put(Text(side.form, "dim"), LABEL, label)
        sheet.put(Text(side.value, "cyan"), DEEP + 2, hang=2)
    elif side.value:
        form = f"  ({side.form})" if side.form else ""
        sheet.put(Text(side.value, "cyan") + Text(form, "dim"), LABEL, label)
    else:
        sheet.put(Text(side.form, "dim"), LABEL, label)


def _places(evidence: EvidenceView) -> Iterator[str]:
    rows = [(place.index, place.got, place.expected) for place in evidence.places[:MOST_PLACES]]
    return _table(("place", "yours", "expected"), rows)


def _gradients(evidence: EvidenceView) -> Iterator[str]:
    """Beside the numerical derivative: the relative error, the ratio of lengths, the cosine."""
    rows = [
        (row.name, row.mark, row.relative_error, row.norm_ratio, row.cosine, row.worst)
        for row in evidence.rows
    ]
    return _table(("gradient", "", "rel. error", "norm ratio", "cosine", "worst at"), rows)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns as wide as needed; nothing without rows."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))


def _print_table(sheet: Sheet, lines: Iterator[str]) -> None:
    for number, each in enumerate(lines):
        sheet.put(Text(each, "dim" if number == 0 else ""), DEEP)


def _print_raised(sheet: Sheet, raised: RaisedView) -> None:
    sheet.put(Text(raised.what, "red"), DEEP)
    for frame in raised.frames:
        sheet.put(Text(frame.where, "dim"), DEEP + 2)
        if frame.source:
            sheet.put(Text(frame.source, "cyan"), DEEP + 4, hang=4)


def _print_rest(sheet: Sheet, view: CheckView) -> None:
    for call in view.calls:
        sheet.put(Text(call, "cyan"), LABEL, "  try it", hang=4)
    if view.read_again:
        sheet.put(view.read_again, LABEL, "  read again")
    for note in view.notes:
        sheet.put(line(note), LABEL, "  note")
    if view.output:
        _print_output(sheet, view.output.rstrip("\n").split("\n"))


def _print_output(sheet: Sheet, lines: Sequence[str]) -> None:
    """The last lines of what the code printed."""
    left_out = max(len(lines) - MOST_PRINTED, 0)
    more = f" ({left_out} more lines before)" if left_out else ""
    sheet.put(Text(f"your code printed{more}", "dim"), DEEP)
    for each in lines[-MOST_PRINTED:]:
        sheet.put(each, DEEP + 2)
