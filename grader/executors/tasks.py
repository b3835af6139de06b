"""What is sent to where submissions are graded, and what comes back: plain data."""

from __future__ import annotations

from grader.model import Grade, Record, Submission


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
