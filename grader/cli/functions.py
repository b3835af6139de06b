"""What `grader check` prints: each function with its state, and of what is wrong the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.padding import Padding
from rich.text import Text

from grader.cli.console import Console
from grader.config import AssignmentSettings
from grader.home.functions import FunctionState
from grader.home.judging import Checked
from grader.model import CheckResult, Verdict
from grader.reports.check import CheckView, EvidenceView, Side, student_view
from grader.reports.text import line
from grader.reports.wording import counted, number
from grader.scoring import maximum, total

COLUMNS = 80
"""Widest line on a terminal: longer ones are tiring to read."""
MARKS = {"right": ("✓", "green"), "wrong": ("✗", "red"), "open": ("○", "yellow")}
WORDS = {"right": "right", "wrong": "wrong", "open": "not written yet"}
_DEEP = (0, 0, 0, 6)


def print_checked(
    console: Console,
    checked: Checked,
    functions: Sequence[FunctionState],
    settings: AssignmentSettings,
) -> None:
    """Say everything about the functions that have public checks, then the sum."""
    if console.is_terminal:
        console.width = min(console.width, COLUMNS)
    seen = [function for function in functions if function.results]
    width = max((len(function.name) for function in seen), default=0)
    console.print(Text(f"{line(settings.title)}", "bold"))
    for function in seen:
        _print_function(console, function, width)
    console.print()
    for sentence in _sum(checked, functions):
        console.print(sentence)


def _print_function(console: Console, function: FunctionState, width: int) -> None:
    mark, colour = MARKS[function.state]
    words = WORDS[function.state]
    if function.state == "wrong" and len(function.results) > 1:
        words = f"{function.right} of {counted(len(function.results), 'check')} right"
    head = Text(f"  {mark} ", colour) + Text(f"{function.name:<{width}}  ", "bold")
    console.print(head + Text(words, "dim" if function.state == "right" else colour))
    if function.state != "wrong":
        return
    for result in function.results:
        if result.verdict not in (Verdict.PASSED, Verdict.SKIPPED):
            _print_reason(console, result)


def _print_reason(console: Console, result: CheckResult) -> None:
    view = student_view(result)
    console.print()
    console.print(Padding(Text(view.title, "italic"), _DEEP, expand=False))
    for text in _reason(view):
        console.print(Padding(text, _DEEP, expand=False))
    console.print()


def _reason(view: CheckView) -> Iterator[Text]:
    if view.sentence:
        yield Text(view.sentence)
    for evidence in view.evidence:
        yield from _evidence(evidence)
    if view.raised:
        yield from _raised(view)
    for call in view.calls:
        yield Text("try  ", "dim") + Text(call, "cyan")
    for note in view.notes:
        yield Text(f"note: {note}", "dim")
    if view.output:
        yield Text("it printed:", "dim")
        yield Text(view.output.rstrip(), "dim")


def _evidence(evidence: EvidenceView) -> Iterator[Text]:
    yield Text(evidence.summary)
    for words in (evidence.detail, evidence.hint):
        if words:
            yield Text(words)
    for side in evidence.sides:
        yield from _side(side)


def _side(side: Side) -> Iterator[Text]:
    value = side.value if "\n" not in side.value else "\n" + side.value
    form = f"  ({side.form})" if side.form else ""
    if side.value:
        yield Text(f"{side.name:<9}", "dim") + Text(value) + Text(form, "dim")


def _raised(view: CheckView) -> Iterator[Text]:
    raised = view.raised
    if raised is None:
        return
    yield Text(raised.what, "red")
    for frame in raised.frames:
        yield Text(f"{frame.where}  ", "dim") + Text(frame.source)


def _sum(checked: Checked, functions: Sequence[FunctionState]) -> Iterator[Text]:
    points = total(checked.results) or 0.0
    most = maximum(result.check for result in checked.results)
    yield Text(f"{number(points)} of {number(most)} points so far", "bold")
    recording = checked.recording
    if recording.questions and len(checked.results) == len(recording.checks):
        answered = f"{len(checked.answered)} of {counted(len(recording.questions), 'question')}"
        yield Text(f"{answered} answered ({number(recording.question_points)} points)")
    if recording.hidden:
        hidden = counted(recording.hidden, "hidden check")
        yield Text(f"{hidden} ({number(recording.hidden_points)} points) run when you hand in")
    unseen = [function.name for function in functions if function.state == "unseen"]
    if unseen and len(checked.results) == len(recording.checks):
        yield Text(f"without a public check: {', '.join(unseen)}")
    for note in checked.notes:
        yield Text(f"note: {line(note)}", "dim")
