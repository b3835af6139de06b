"""The results of a check as `grader check --json` prints them, and as a grade for a page. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from grader import __version__
from grader.home.function_states import FunctionState
from grader.home.judging import Checked
from grader.model import Grade, Provenance, Record, Submission, Verdict
from grader.scoring import maximum, total


class CheckSummary(Record):
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


def summary_of(checked: Checked, functions: Sequence[FunctionState]) -> CheckSummary:
    """The same as on the terminal, as data."""
    recording = checked.recording
    counted = [result for result in checked.results if result.verdict is not Verdict.INFRA]
    return CheckSummary(
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


def grade_of(checked: Checked, submission: Submission) -> Grade:
    """The public checks as a grade; the points are those of the public checks alone."""
    hidden = checked.recording.hidden
    unseen = f"{hidden} hidden checks are run when you hand in" if hidden else ""
    return Grade(
        submission=submission.id,
        assignment=checked.assignment,
        people=submission.people,
        digest=submission.digest,
        results=checked.results,
        points=total(checked.results) or 0.0,
        max_points=maximum(result.check for result in checked.results),
        notes=(*submission.notes, *([unseen] if unseen else [])),
        provenance=Provenance(grader=__version__, tier="home"),
        seconds=checked.seconds,
    )
