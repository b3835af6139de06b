"""What is sent to where submissions are graded, and the grades that come back: plain data. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from grader import __version__
from grader.executors.slots import Slot
from grader.model import Check, Grade, Judged, Provenance, Record, Submission
from grader.scoring import maximum, rounded, total


class Task(Record):
    """A submission to grade."""

    submission: Submission
    key: str
    """The store key that its grade will have."""


class Graded(Record):
    """The grade of a task."""

    grade: Grade
    near_limit: bool = False
    """Some verdict might be another on a quieter machine."""


def grade_of(
    task: Task,
    judged: Judged,
    checks: Iterable[Check],
    slot: Slot,
    *,
    rounding: float,
    seconds: float,
) -> Grade:
    """The grade of a submission that was judged in this slot; `rounding` as in `rounded`."""
    submission, ready = task.submission, slot.ready
    full = maximum(checks)
    return Grade(
        submission=submission.id,
        assignment=submission.assignment,
        people=submission.people,
        digest=submission.digest,
        results=judged.results,
        points=rounded(total(judged.results) or 0.0, rounding, full),
        max_points=full,
        notes=(*submission.notes, *judged.notes),
        staff_notes=judged.staff_notes,
        provenance=Provenance(
            grader=__version__,
            tier=ready.tier,
            isolation=slot.isolation,
            python=ready.python,
            numpy=ready.versions.get("numpy", ""),
            key=task.key,
        ),
        seconds=seconds,
    )


def set_aside(task: Task, checks: Iterable[Check], tier: str, why: str, seconds: float) -> Grade:
    """No grade: the submission cost slots that work for others, and a person has to look."""
    submission = task.submission
    return Grade(
        submission=submission.id,
        assignment=submission.assignment,
        people=submission.people,
        digest=submission.digest,
        results=(),
        points=0.0,
        max_points=maximum(checks),
        notes=submission.notes,
        infra=f"set aside for a person: {why}",
        provenance=Provenance(grader=__version__, tier=tier, key=task.key),
        seconds=seconds,
    )
