"""What `grader check` prints: of what is wrong the reason, then each function, then the sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from grader.cli.show.console import Console
from grader.cli.show.reasons import print_reason
from grader.config import AssignmentSettings
from grader.home.function_states import FunctionState
from grader.home.judging import Checked
from grader.model import Verdict
from grader.reports.text import line
from grader.reports.wording import FUNCTION_STATES, counted, number
from grader.scoring import maximum, total

PLAIN_SIGNS = {"right": "+", "wrong": "x", "open": "o", "waiting": "-", "broken": "?"}
"""For encodings that have no others."""
COLOURS = {
    "right": "green", "wrong": "red", "open": "yellow", "waiting": "yellow", "broken": "magenta"
}  # fmt: skip
BAR = 24
_SILENT = (Verdict.PASSED, Verdict.SKIPPED, Verdict.NOT_IMPLEMENTED)


def print_checked(
    console: Console,
    checked: Checked,
    functions: Sequence[FunctionState],
    settings: AssignmentSettings,
) -> None:
    """Say everything about the functions that have public checks, then the sum."""
    console.begin_page()
    seen = [function for function in functions if function.results]
    for function in seen:
        _print_reasons(console, function)
    console.heading(Text(line(settings.title), "bold"))
    console.print()
    width = max((len(function.name) for function in seen), default=0)
    for function in seen:
        console.put(_head(console, function, width), 2)
    console.print()
    _print_points(console, checked)
    for sentence in _remarks(checked, functions):
        console.put(sentence, 2)


def _print_reasons(console: Console, function: FunctionState) -> None:
    failed = [result for result in function.results if result.verdict not in _SILENT]
    if not failed:
        return
    mark, colour = _mark(console, function)
    console.heading(Text(f"{mark} ", colour) + Text(function.name, "bold"))
    for result in failed:
        print_reason(console, result)
    console.print()


def _head(console: Console, function: FunctionState, width: int) -> Text:
    mark, colour = _mark(console, function)
    words = FUNCTION_STATES[function.state].words
    if function.state == "wrong" and len(function.results) > 1:
        words = f"{function.right} of {counted(len(function.results), 'check')} right"
    elif function.state == "right" and function.partly:
        words = "right in part"
    style = "dim" if words == "right" else colour
    return Text(f"{mark} ", colour) + Text(f"{function.name:<{width}}  ") + Text(words, style)


def _mark(console: Console, function: FunctionState) -> tuple[str, str]:
    state = function.state
    sign = console.sign(FUNCTION_STATES[state].sign, PLAIN_SIGNS[state])
    return sign, COLOURS[state]


def _print_points(console: Console, checked: Checked) -> None:
    most = maximum(result.check for result in checked.results)
    points = total(result for result in checked.results if result.verdict is not Verdict.INFRA)
    words = Text(f"{number(points or 0.0)} of {number(most)} points so far", "bold")
    console.put((_bar(console, points or 0.0, most) if console.folds else Text()) + words, 2)


def _bar(console: Console, points: float, most: float) -> Text:
    full = min(int(BAR * points / most + 1e-9), BAR) if most else 0
    done, rest = console.sign("━", "#"), console.sign("━", "-")
    return Text(done * full, "green") + Text(rest * (BAR - full), "dim") + Text("  ")


def _remarks(checked: Checked, functions: Sequence[FunctionState]) -> Iterator[str]:
    recording = checked.recording
    complete = len(checked.results) == len(recording.checks)
    if recording.questions and complete:
        answered = f"{len(checked.answered)} of {counted(len(recording.questions), 'question')}"
        yield f"{answered} answered ({number(recording.question_points)} points when right)"
    if recording.hidden:
        hidden = counted(recording.hidden, "hidden check")
        yield f"{hidden} ({number(recording.hidden_points)} points) will be run on what you hand in"
    unseen = [function.name for function in functions if function.state == "unseen"]
    if unseen and complete:
        yield f"Without a public check: {', '.join(unseen)}"
    for note in checked.notes:
        yield f"Note: {line(note)}"
