"""What `grader validate` saw of this course: everything is tried once per change, not per test."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from grader.assignments import open_course
from grader.cli.show.console import Console
from grader.cli.show.progress import ValidationProgress
from grader.errors import SandboxMissing
from grader.executors.runtime import cores
from grader.sandbox.backends import sandbox
from grader.validate.observation import CandidateKind, Observed, Trial
from grader.validate.validation import QUICK, Validation
from tests.requires import requires

ROOT = Path(__file__).parents[1]
COURSE = open_course(ROOT)


@cache
def observed(assignment: str) -> Observed:
    """As it was kept, or as it is seen now, which takes a minute."""
    try:
        chosen = sandbox("auto", protected=(ROOT / "assignments", ROOT / "reference"))
    except SandboxMissing as missing:
        requires(False, str(missing))
        raise
    validation = Validation(
        course=COURSE,
        sandbox=chosen,
        slots=cores(),
        effort=QUICK,
        watcher=ValidationProgress(Console(quiet=True)),
    )
    seen = validation.observation(assignment)
    assert seen.refused == ()
    return seen


def trials(assignment: str, kind: CandidateKind) -> dict[str, Trial]:
    """What was tried of one kind, by name."""
    return {trial.name: trial for trial in observed(assignment).of(kind)}
