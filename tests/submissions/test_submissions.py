"""Stored submissions get the verdicts and points that are written beside them, in every sandbox.

A case is a folder `tests/submissions/<assignment>/<case>/` with an `expect.toml`:

    submission = "examples/submissions/a01_neuron/ada"
    points = 100

    notes = ["..."]               # on the submission as a whole, if there are any
    staff_notes = ["..."]

    [verdicts]                    # of every check that is not PASSED
    test_xor_table = "FAILED"

    [messages]                    # of some checks, where the words matter
    test_xor_table = "..."

One that cannot be read has `problems = ["..."]` in place of points and verdicts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.assignments import open_course
from grader.executors.slots import SlotPool
from grader.intake import Discovery, discover
from grader.judge.worker.client import JudgeTemplate
from grader.model import Judged, Submission, Verdict
from grader.sandbox.backends import BACKENDS
from tests.requires import requires

ROOT = Path(__file__).parents[2]
CASES = sorted(Path(__file__).parent.glob("*/*/expect.toml"))
UNREADABLE = [case for case in CASES if "problems" in tomllib.loads(case.read_text())]
READABLE = [case for case in CASES if case not in UNREADABLE]
COURSE = open_course(ROOT)
SECRET = b"a fixed secret of the test suite"
PROTECTED = (ROOT / "assignments", ROOT / "reference")


@cache
def template(assignment: str) -> JudgeTemplate:
    started = JudgeTemplate(COURSE.root, assignment, SECRET)
    started.prepared()
    return started


@pytest.fixture(scope="module", params=["local", "docker"])
def pool(request: pytest.FixtureRequest) -> Iterator[SlotPool]:
    """Slots of each kind that strangers' programs are graded in."""
    backend = BACKENDS[request.param](PROTECTED)
    refusal = backend.refusal()
    requires(refusal is None, f"there is no {request.param} sandbox: {refusal}")
    slots = SlotPool(backend)
    yield slots
    slots.close()


@pytest.fixture(scope="module", autouse=True)
def _nothing_stays() -> Iterator[None]:
    yield
    for assignment in {case.parent.parent.name for case in CASES}:
        template(assignment).close()


def found_in(case: Path) -> Discovery:
    assignment = case.parent.parent.name
    folder = ROOT / tomllib.loads(case.read_text())["submission"]
    return discover(
        folder, {assignment: COURSE.assignment(assignment).settings}, assignment=assignment
    )


def judge(submission: Submission, pool: SlotPool) -> Judged:
    with pool.lend(COURSE.assignment(submission.assignment).settings.spec) as slot:
        return template(submission.assignment).judge(submission.files, slot.session.sock, 120)


def name_of(case: Path) -> str:
    return "/".join(case.parts[-3:-1])


@pytest.mark.parametrize("case", UNREADABLE, ids=name_of)
def test_a_stored_submission_that_cannot_be_read_is_a_problem(case: Path) -> None:
    found = found_in(case)
    assert not found.submissions
    problems = [problem.message for problem in found.problems]
    assert problems == tomllib.loads(case.read_text())["problems"]


@pytest.mark.parametrize("case", READABLE, ids=name_of)
def test_a_stored_submission_gets_its_verdicts(case: Path, pool: SlotPool) -> None:
    expected = tomllib.loads(case.read_text())
    found = found_in(case)
    assert not found.problems
    (submission,) = found.submissions
    judged = judge(submission, pool)
    verdicts = {
        result.check.id: str(result.verdict)
        for result in judged.results
        if result.verdict is not Verdict.PASSED
    }
    assert verdicts == expected.get("verdicts", {})
    assert [*submission.notes, *judged.notes] == expected.get("notes", [])
    assert judged.staff_notes == tuple(expected.get("staff_notes", ()))
    assert sum(result.points for result in judged.results) == pytest.approx(expected["points"])
    messages = {result.check.id: result.message for result in judged.results}
    for check, message in expected.get("messages", {}).items():
        assert messages[check] == message


def test_every_assignment_has_its_examples_eight_where_there_are_several_parts() -> None:
    for assignment in COURSE.ids:
        cases = {case.parent.name for case in CASES if case.parent.parent.name == assignment}
        assert cases >= {"ada", "ben", "chen"}, assignment
        if len(COURSE.assignment(assignment).settings.parts) > 1:
            assert cases >= {"dora", "emil", "fay", "gus", "hana"}, assignment
