"""A public check says the same at home, with a release alone, as at the instructor's.

Every stored submission is judged both ways: by the recorded answers, in a plain process; and by the
reference, in a sandbox. Those that read other people's files are left out: no wall stops them at
home, where there is nothing to find, but here they find the reference of this very course.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from grader.executors.slots import SlotPool
from grader.home.judging import at_home
from grader.home.place import Place
from grader.intake import discover
from grader.judge.worker.client import JudgeTemplate
from grader.model import CheckResult, Submission
from grader.reports.check import CheckView, student_view
from grader.sandbox.backends import BACKENDS
from tests.home.released import place_of_release
from tests.requires import requires
from tests.submissions.test_submissions import CASES, COURSE, PROTECTED, ROOT, SECRET

THIEVES = {"hana"}
ASSIGNMENTS = sorted({case.parent.parent.name for case in CASES})


@pytest.fixture(scope="module")
def pool() -> Iterator[SlotPool]:
    backend = BACKENDS["local"](PROTECTED)
    refusal = backend.refusal()
    requires(refusal is None, f"there is no local sandbox: {refusal}")
    slots = SlotPool(backend)
    yield slots
    slots.close()


@cache
def submissions(assignment: str) -> dict[str, Submission]:
    """The stored submissions of an assignment that can be read, by the name of their case."""
    settings = COURSE.assignment(assignment).settings
    found: dict[str, Submission] = {}
    for case in CASES:
        if case.parent.parent.name == assignment and case.parent.name not in THIEVES:
            folder = ROOT / tomllib.loads(case.read_text())["submission"]
            read = discover(folder, {assignment: settings}, assignment=assignment)
            for submission in read.submissions:
                found[case.parent.name] = submission
    return found


def in_a_sandbox(assignment: str, pool: SlotPool) -> dict[str, tuple[CheckResult, ...]]:
    template = JudgeTemplate(COURSE.root, assignment, SECRET)
    template.prepared()
    judged: dict[str, tuple[CheckResult, ...]] = {}
    try:
        for name, submission in submissions(assignment).items():
            with pool.lend(COURSE.assignment(assignment).settings.spec) as slot:
                results = template.judge(submission.files, slot.session.sock, 120).results
            judged[name] = tuple(result for result in results if not result.check.hidden)
    finally:
        template.close()
    return judged


def alone(place: Place, assignment: str) -> dict[str, tuple[CheckResult, ...]]:
    return at_home(
        place,
        lambda home: {
            name: home.check(submission).results
            for name, submission in submissions(assignment).items()
        },
    )


@pytest.mark.timeout(900)  # minutes where everything else is tested at the same time
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_public_checks_say_at_home_what_they_say_at_the_instructors(
    assignment: str, pool: SlotPool, tmp_path: Path
) -> None:
    theirs = in_a_sandbox(assignment, pool)
    mine = alone(place_of_release(COURSE, tmp_path / assignment, assignment), assignment)
    for name, results in theirs.items():
        # the questions have their key at the instructor's only
        asked = {result.check.id for result in mine[name]}
        same = [_said(result) for result in results if result.check.id in asked]
        assert [_said(result) for result in mine[name]] == same, name
        assert len(asked) > 1


def _said(result: CheckResult) -> tuple[CheckResult, CheckView]:
    """All of a result that a student may read, as it is read.

    Another BLAS moves the last digits of what was measured, and only the reference can be tried
    with the known mistakes.
    """
    plain = msgspec.structs.replace(result, facts=None, diagnosis=None)
    return msgspec.structs.replace(plain, evidence=(), notes=()), student_view(plain)
