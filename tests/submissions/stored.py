"""Stored submissions, each judged once per sandbox, whichever test asks.

A case is a folder `tests/submissions/<assignment>/<case>/` with an `expect.toml`; see
`test_submissions`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from grader.assignments import open_course
from grader.executors.slots import SlotPool
from grader.intake import Discovery, discover
from grader.judge.worker.client import JudgeTemplate
from grader.model import Judged, Submission
from grader.sandbox.backends import BACKENDS
from tests.requires import requires

ROOT = Path(__file__).parents[2]
CASES = sorted(Path(__file__).parent.glob("*/*/expect.toml"))
COURSE = open_course(ROOT)
SECRET = b"a fixed secret of the test suite"


def expectation(case: Path) -> dict[str, Any]:
    """What is written beside the submission."""
    return tomllib.loads(case.read_text())


UNREADABLE = [case for case in CASES if "problems" in expectation(case)]
READABLE = [case for case in CASES if case not in UNREADABLE]


def assignment_of(case: Path) -> str:
    """The id of the assignment that it is for."""
    return case.parent.parent.name


def name_of(case: Path) -> str:
    """`a01_neuron/ada`."""
    return f"{assignment_of(case)}/{case.parent.name}"


def traits(case: Path) -> frozenset[str]:
    """What a case shows: each verdict with its kind of hand-in, or a right one of an assignment."""
    kind = case.parent.name.partition("_")[0] if "_" in case.parent.name else "files"
    verdicts = set(expectation(case).get("verdicts", {}).values())
    shown = {f"{kind} {verdict}" for verdict in verdicts}
    return frozenset(shown or {f"right {kind}", f"right {assignment_of(case)}"})


def one_per_trait(cases: Iterable[Path]) -> list[Path]:
    """A few cases that have every trait among them."""
    left = {case: traits(case) for case in cases}
    wanted = frozenset().union(*left.values())
    chosen: list[Path] = []
    while wanted:
        best = max(left, key=lambda case: (len(left[case] & wanted), name_of(case)))
        chosen.append(best)
        wanted -= left.pop(best)
    return sorted(chosen)


@cache
def found_in(case: Path) -> Discovery:
    """What is read of the submission."""
    assignment = assignment_of(case)
    return discover(
        ROOT / expectation(case)["submission"],
        {assignment: COURSE.assignment(assignment).settings},
        assignment=assignment,
    )


def submission_of(case: Path) -> Submission:
    """The submission of a case that can be read."""
    found = found_in(case)
    assert not found.problems
    (submission,) = found.submissions
    return submission


@cache
def judged(case: Path, sandbox: str) -> Judged:
    """What the judge says of the submission in a sandbox: `local` or `docker`."""
    submission = submission_of(case)
    with _pool(sandbox).lend(COURSE.assignment(submission.assignment).settings.spec) as slot:
        template = _template(submission.assignment)
        return template.judge(submission.files, slot.session.sock, 120)


def close() -> None:
    """End all that was started for `judged`."""
    for opened in _opened:
        opened.close()
    _opened.clear()
    for kept in (_template, _pool):
        kept.cache_clear()


_opened: list[JudgeTemplate | SlotPool] = []


@cache
def _template(assignment: str) -> JudgeTemplate:
    started = JudgeTemplate(COURSE.root, assignment, SECRET)
    _opened.append(started)
    started.prepared()
    return started


@cache
def _pool(sandbox: str) -> SlotPool:
    backend = BACKENDS[sandbox](COURSE.private)
    refusal = backend.refusal()
    requires(refusal is None, f"there is no {sandbox} sandbox: {refusal}")
    slots = SlotPool(backend)
    _opened.append(slots)
    return slots
