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

All are judged in the local sandbox. The docker sandbox runs the same code inside a container: there
a few are judged, which have every verdict and every kind of hand-in among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from grader.home.judging import at_home
from grader.model import CheckResult, Submission, Verdict
from grader.reports.check_view import CheckView, student_view
from tests.home.released import place_of_release
from tests.submissions.stored import (
    CASES,
    COURSE,
    READABLE,
    UNREADABLE,
    assignment_of,
    close,
    expectation,
    found_in,
    judged,
    name_of,
    one_per_trait,
    submission_of,
)

THIEVES = {"hana"}
"""They read other people's files. No wall stops them at home, where there is nothing to find; but
here they find the reference of this very course."""


@pytest.fixture(scope="module", autouse=True)
def _nothing_stays() -> Iterator[None]:
    yield
    close()


def in_a_sandbox(sandbox: str, case: Path) -> object:
    return pytest.param(sandbox, case, id=f"{name_of(case)}-{sandbox}")


@pytest.mark.parametrize("case", UNREADABLE, ids=name_of)
def test_a_stored_submission_that_cannot_be_read_is_a_problem(case: Path) -> None:
    found = found_in(case)
    assert not found.submissions
    assert [problem.message for problem in found.problems] == expectation(case)["problems"]


@pytest.mark.parametrize(
    ("sandbox", "case"),
    [
        *(in_a_sandbox("local", case) for case in READABLE),
        *(in_a_sandbox("docker", case) for case in one_per_trait(READABLE)),
    ],
)
def test_a_stored_submission_gets_its_verdicts(case: Path, sandbox: str) -> None:
    expected = expectation(case)
    found = judged(case, sandbox)
    verdicts = {
        result.check.id: str(result.verdict)
        for result in found.results
        if result.verdict is not Verdict.PASSED
    }
    assert verdicts == expected.get("verdicts", {})
    assert [*submission_of(case).notes, *found.notes] == expected.get("notes", [])
    assert found.staff_notes == tuple(expected.get("staff_notes", ()))
    assert sum(result.points for result in found.results) == pytest.approx(expected["points"])
    messages = {result.check.id: result.message for result in found.results}
    for check, message in expected.get("messages", {}).items():
        assert messages[check] == message


def test_every_assignment_has_its_examples_eight_where_there_are_several_parts() -> None:
    for assignment in COURSE.ids:
        cases = {case.parent.name for case in CASES if assignment_of(case) == assignment}
        assert cases >= {"ada", "ben", "chen"}, assignment
        if len(COURSE.assignment(assignment).settings.parts) > 1:
            assert cases >= {"dora", "emil", "fay", "gus", "hana"}, assignment


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("assignment", COURSE.ids)
def test_public_checks_say_at_home_what_they_say_in_a_sandbox(
    assignment: str, tmp_path: Path
) -> None:
    """At home: by the recorded answers of a release alone, in a plain process."""
    cases = {
        case.parent.name: case
        for case in READABLE
        if assignment_of(case) == assignment and case.parent.name not in THIEVES
    }
    mine = at_their_home(assignment, {name: submission_of(cases[name]) for name in cases}, tmp_path)
    for name, case in cases.items():
        # the questions have their key at the instructor's only
        asked = {result.check.id for result in mine[name]}
        theirs = [result for result in judged(case, "local").results if result.check.id in asked]
        assert not any(result.check.hidden for result in theirs)
        assert [_read_by_a_student(result) for result in mine[name]] == [
            _read_by_a_student(result) for result in theirs
        ], name
        assert len(asked) > 1


def at_their_home(
    assignment: str, submissions: dict[str, Submission], folder: Path
) -> dict[str, tuple[CheckResult, ...]]:
    """The results of the public checks, with what a release holds."""
    return at_home(
        place_of_release(COURSE, folder / assignment, assignment),
        lambda home: {name: home.check(each).results for name, each in submissions.items()},
    )


def _read_by_a_student(result: CheckResult) -> tuple[CheckResult, CheckView]:
    """All of a result that a student may read, as it is read.

    Another BLAS moves the last digits of what was measured, and only the reference can be tried
    with the known mistakes.
    """
    plain = msgspec.structs.replace(result, facts=None, diagnosis=None)
    return msgspec.structs.replace(plain, evidence=(), notes=()), student_view(plain)
