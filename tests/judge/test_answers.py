"""Questions before the judge: answers come out of the submission's files, the key never goes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assignments import Course
from grader.errors import CourseError
from grader.judge.plugin.question_checks import questions_of
from grader.model import CheckResult, SourceFile, Verdict
from grader.reports.question_card import card
from tests.courses import REFERENCE, make_course
from tests.judge.judging import judge_files, template_of

QUESTIONS = """
points = 3

[[questions]]
id = "q1"
text = "Is it so?"
right = "yes"
wrong = [{ text = "no", why = "It is." }]

[[questions]]
id = "q2"
text = "And this?"
right = "no"
wrong = [{ text = "yes", why = "It is not." }]
points = 1
"""
RIGHT = 'ANSWERS = {"q1": "yes", "q2": "no"}'
DOUBLE = "def double(x):\n    return 2 * x\n"


def make(root: Path, *, questions: str = QUESTIONS, answers: str = RIGHT) -> Course:
    made = make_course(root, reference=f"{answers}\n{REFERENCE}", parts=("more", "work"))
    (root / "assignments" / "a00" / "test_work.py").write_text(
        "import pytest\n\n\n@pytest.mark.points(1)\ndef test_double(student):\n"
        '    """double doubles."""\n    assert student.work.double(1) == 2\n'
    )
    (root / "reference" / "a00" / "questions.toml").write_text(questions)
    return made


def judge(root: Path, work: str, more: str = DOUBLE) -> dict[str, CheckResult]:
    course = make(root)
    files = tuple(
        SourceFile(path=path, data=text.encode())
        for path, text in (("more.py", more), ("work.py", work))
    )
    return {result.check.id: result for result in judge_files(course, files).results}


def test_every_question_is_a_public_check_with_the_question_as_title(tmp_path: Path) -> None:
    results = judge(tmp_path, f"{RIGHT}\n{DOUBLE}")
    assert {result.verdict for result in results.values()} == {Verdict.PASSED}
    checks = [results[name].check for name in ("test_q1", "test_q2")]
    assert [check.title for check in checks] == ["Is it so?", "And this?"]
    assert [check.points for check in checks] == [2, 1]
    assert {(check.hidden, check.group) for check in checks} == {(False, "questions")}


def test_a_wrong_answer_costs_its_question_and_tells_why(tmp_path: Path) -> None:
    results = judge(tmp_path, f"{RIGHT.replace('yes', 'no')}\n{DOUBLE}")
    wrong = results["test_q1"]
    assert (wrong.verdict, wrong.evidence[0].hint) == (Verdict.FAILED, "It is.")
    assert results["test_q2"].verdict is Verdict.PASSED


@pytest.mark.parametrize("answers", ["", 'ANSWERS = {"q1": "", "q2": ""}', "ANSWERS = {}"])
def test_an_open_question_is_not_answered_yet(tmp_path: Path, answers: str) -> None:
    results = judge(tmp_path, f"{answers}\n{DOUBLE}")
    assert results["test_q1"].verdict is Verdict.NOT_IMPLEMENTED
    assert results["test_q1"].summary == "Not answered yet."
    assert results["test_double"].verdict is Verdict.PASSED


def test_answers_may_stand_in_any_part_and_a_broken_part_keeps_back_only_its_own(
    tmp_path: Path,
) -> None:
    results = judge(tmp_path, f"{RIGHT}\n{DOUBLE}", more="def double(x:\n")
    assert results["test_q1"].verdict is Verdict.PASSED


def test_without_any_answer_a_broken_file_is_what_is_wrong(tmp_path: Path) -> None:
    results = judge(tmp_path, "def double(x:\n")
    assert results["test_q1"].verdict is Verdict.EXCEPTION


@pytest.mark.parametrize("answers", ["ANSWERS = [1]", "ANSWERS = object()"])
def test_answers_that_are_no_dict_are_told_so(tmp_path: Path, answers: str) -> None:
    results = judge(tmp_path, f"{answers}\n{DOUBLE}")
    assert results["test_q1"].summary == "ANSWERS is no dict of letters."


@pytest.mark.parametrize("answer", ["object()", "lambda: 'yes'", "type('S', (str,), {})('yes')"])
def test_an_answer_that_is_no_text_of_its_own_earns_nothing(tmp_path: Path, answer: str) -> None:
    results = judge(tmp_path, f"ANSWERS = {{'q1': {answer}}}\n{DOUBLE}")
    assert results["test_q1"].verdict is Verdict.FAILED


def test_a_reference_that_answers_wrongly_proves_nothing(tmp_path: Path) -> None:
    course = make(tmp_path, answers=RIGHT.replace("yes", "no"))
    with pytest.raises(CourseError) as caught:
        template_of(course)
    assert any(problem.startswith("test_q1: FAILED") for problem in caught.value.problems)


def test_a_wrong_file_of_questions_is_told_before_anybody_is_graded(tmp_path: Path) -> None:
    course = make(tmp_path, questions=QUESTIONS.replace('right = "yes"', ""))
    with pytest.raises(CourseError, match=r"questions\[0\].right: is missing"):
        template_of(course)


def test_the_card_shows_every_option_and_no_key(tmp_path: Path) -> None:
    course = make(tmp_path)
    questions = questions_of(course.assignment("a00").reference / "questions.toml")
    shown = card(questions, "more.py")
    assert shown.startswith("## Questions\n\n3 points.")
    assert "**q1.** Is it so? (2 points)" in shown
    assert "**q2.** And this? (1 point)" in shown
    assert "It is." not in shown
