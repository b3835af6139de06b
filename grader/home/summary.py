"""What `grader check --json` says. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from grader.home.functions import FunctionState
from grader.home.judging import Checked
from grader.model import Record, Verdict
from grader.scoring import maximum, total


class Summary(Record):
    """All that is known at home."""

    assignment: str
    points: float
    """Of the public checks that were run."""
    max_points: float
    functions: tuple[FunctionState, ...]
    questions: int
    answered: tuple[str, ...]
    """The questions that have an answer, be it right or wrong."""
    hidden_checks: int
    hidden_points: float
    notes: tuple[str, ...]
    seconds: float


def summary_of(checked: Checked, functions: Sequence[FunctionState]) -> Summary:
    """The same as on the terminal, as data."""
    recording = checked.recording
    counted = [result for result in checked.results if result.verdict is not Verdict.INFRA]
    return Summary(
        assignment=checked.assignment,
        points=total(counted) or 0.0,
        max_points=maximum(result.check for result in checked.results),
        functions=tuple(functions),
        questions=len(recording.questions),
        answered=checked.answered,
        hidden_checks=recording.hidden,
        hidden_points=recording.hidden_points,
        notes=checked.notes,
        seconds=checked.seconds,
    )
