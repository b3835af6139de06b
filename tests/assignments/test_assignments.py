"""Every assignment of the course is fair and sharp, and its questions are where they belong.

What solutions and mistakes earn is read from what `grader validate` saw of them.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from grader.judge.plugin.question_checks import questions_of
from grader.judge.reference import load_module
from grader.model import Verdict
from grader.reports.question_card import card
from grader.validate.assessment import report_of
from grader.validate.findings import Aspect
from grader.validate.observation import CandidateKind
from grader.validate.validation_record import read_record
from tests.observed import COURSE, ROOT, observed, trials

CARDS = sorted(ROOT.glob("reference/*/questions.toml"))
EVERY_ASSIGNMENT = pytest.mark.parametrize("assignment", COURSE.ids)


def found(assignment: str, *aspects: Aspect) -> list[str]:
    """The problems that a validation says in these aspects."""
    report = report_of(observed(assignment), read_record(COURSE.assignment(assignment).record))
    assert {finding.aspect for finding in report.findings} >= set(aspects)
    return [finding.problem for finding in report.problems if finding.aspect in aspects]


@EVERY_ASSIGNMENT
def test_right_solutions_earn_everything_whatever_the_secret(assignment: str) -> None:
    seen = observed(assignment)
    assert {trial.name for trial in seen.of(CandidateKind.RIGHT)} == {"ada"}
    assert seen.rehearsed.secrets >= 11
    assert found(assignment, Aspect.REFERENCE, Aspect.RIGHT, Aspect.STEADY) == []


@EVERY_ASSIGNMENT
def test_the_blank_starter_passes_no_check(assignment: str) -> None:
    (starter,) = observed(assignment).of(CandidateKind.STARTER)
    assert {result.check.id for result in starter.judged.results if result.points} == set()
    assert Verdict.PASSED not in {result.verdict for result in starter.judged.results}


@EVERY_ASSIGNMENT
def test_every_known_mistake_fails_a_check_and_is_named(assignment: str) -> None:
    assert trials(assignment, CandidateKind.MISTAKE)
    assert found(assignment, Aspect.CAUGHT, Aspect.NAMED, Aspect.CHECKS) == []


@EVERY_ASSIGNMENT
def test_a_mistake_as_others_write_it_gets_its_own_name_or_none(assignment: str) -> None:
    again = trials(assignment, CandidateKind.AGAIN)
    assert again
    assert found(assignment, Aspect.SECOND) == []
    assert sum(bool(trial.named) for trial in again.values()) >= 0.8 * len(again)


@EVERY_ASSIGNMENT
def test_several_submissions_have_two_mistakes_at_once(assignment: str) -> None:
    assert len(trials(assignment, CandidateKind.DOUBLE)) >= 4


@EVERY_ASSIGNMENT
def test_results_that_no_student_means_to_return_fail_and_have_no_name(assignment: str) -> None:
    for name, trial in trials(assignment, CandidateKind.SPOILT).items():
        assert trial.failed, name
        assert trial.named == {}, name


@EVERY_ASSIGNMENT
def test_the_points_of_an_assignment_are_a_hundred(assignment: str) -> None:
    checks = COURSE.assignment(assignment).checks
    text = "".join(path.read_text() for path in checks)
    points = map(float, re.findall(r"(?<!\.bonus\n@pytest\.mark)\.points\((.+)\)", text))
    asked = sum(q.points for path in checks if path.suffix == ".toml" for q in questions_of(path))
    assert sum(points) + asked == 100


@pytest.mark.parametrize("file", CARDS, ids=lambda file: file.parent.name)
def test_a_handout_holds_its_questions_in_the_order_of_the_course(file: Path) -> None:
    assignment = COURSE.assignment(file.parent.name)
    shown = card(questions_of(file), assignment.settings.parts[0].file)
    assert f"\n{shown}\n\n" in (assignment.folder / "README.md").read_text()


@pytest.mark.parametrize("file", CARDS, ids=lambda file: file.parent.name)
def test_a_starter_has_a_place_for_every_answer(file: Path) -> None:
    assignment = COURSE.assignment(file.parent.name)
    first = load_module(assignment.starter / assignment.settings.parts[0].file, "starter")
    assert {question.id: "" for question in questions_of(file)} == first.ANSWERS


@pytest.mark.parametrize("file", CARDS, ids=lambda file: file.parent.name)
def test_questions_are_ten_points_and_no_letter_is_a_good_guess(file: Path) -> None:
    questions = questions_of(file)
    assert 4 <= len(questions) <= 8
    assert sum(question.points for question in questions) == 10
    letters = Counter(
        letter
        for question in questions
        for letter, option in zip(question.letters, question.options, strict=True)
        if not option.why
    )
    assert max(letters.values()) <= (len(questions) + 1) // 2
