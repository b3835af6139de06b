"""What is known at home as a grade, for the pages that grades have. Pure."""

from __future__ import annotations

from grader import __version__
from grader.home.judging import Checked
from grader.model import Grade, Provenance, Submission
from grader.scoring import maximum, total


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
