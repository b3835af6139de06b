"""Questions: what a right file means, how answers are judged, and that the key stays here."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import CheckFailure
from grader.checks.multiple_choice import (
    Question,
    Unanswered,
    check_answer,
    merged,
    read_questions,
)
from grader.errors import CourseError
from grader.evidence import EvidenceKind
from tests.checks.failures import only_evidence_of

TEXT = """
points = 10

[[questions]]
id = "q1"
text = "Which number is even?"
right = "two"
wrong = [
    { text = "one", why = "One is odd." },
    { text = "three", why = "Three is odd, too." },
]

[[questions]]
id = "q2"
text = "Is it so?"
right = "yes"
wrong = [{ text = "no", why = "It is." }]
points = 4

[[questions]]
id = "q3"
text = "And this?"
right = "no"
wrong = [{ text = "yes", why = "It is not." }]
"""
QUESTIONS = read_questions(TEXT, "course/a01")
EVEN = QUESTIONS[0]


def letter_of(question: Question, text: str) -> str:
    (letter,) = (
        letter
        for letter, option in zip(question.letters, question.options, strict=True)
        if option.text == text
    )
    return letter


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(CourseError) as caught:
        read_questions(text, "course/a01")
    return caught.value.problems


def test_points_are_shared_evenly_by_the_questions_without_points_of_their_own() -> None:
    assert [question.points for question in QUESTIONS] == [3, 4, 3]


def test_only_the_right_option_has_no_explanation() -> None:
    assert [[o.text for o in q.options if not o.why] for q in QUESTIONS] == [
        ["two"],
        ["yes"],
        ["no"],
    ]


def test_the_order_is_that_of_the_course_and_not_of_the_file() -> None:
    swapped = TEXT.replace("one", "first").replace("three", "one").replace("first", "three")
    order = [option.text for option in EVEN.options]
    assert [o.text for o in read_questions(swapped, "course/a01")[0].options] == order
    orders = {
        tuple(o.text for o in read_questions(TEXT, f"course{i}/a01")[0].options) for i in range(40)
    }
    assert len(orders) == 6


@pytest.mark.parametrize("form", [str, str.upper, lambda letter: f" {letter} "])
def test_the_letter_of_the_right_option_is_right(form: type[str]) -> None:
    check_answer({"q1": form(letter_of(EVEN, "two"))}, EVEN)


def test_the_words_of_the_right_option_are_right() -> None:
    check_answer({"q1": "two"}, EVEN)


def test_a_wrong_choice_carries_its_explanation_and_not_the_key() -> None:
    letter = letter_of(EVEN, "three")
    evidence = only_evidence_of(check_answer, {"q1": letter}, EVEN)
    assert evidence.summary == "The answer to q1 is not right."
    assert evidence.hint == "Three is odd, too."
    assert evidence.detail == f"You chose ({letter}): three"
    assert "two" not in msgspec.json.encode(evidence).decode()


@pytest.mark.parametrize("answers", [{}, {"q1": ""}, {"q1": " "}, {"q1": None}, {"q2": "a"}])
def test_a_question_may_be_open(answers: dict[object, object]) -> None:
    with pytest.raises(Unanswered):
        check_answer(answers, EVEN)


@pytest.mark.parametrize("answer", ["d", "ab", 1, 2.5, ["a"], True, b"a", {"a": 1}])
def test_nonsense_is_told_what_an_answer_looks_like(answer: object) -> None:
    evidence = only_evidence_of(check_answer, {"q1": answer}, EVEN)
    assert evidence.kind is EvidenceKind.TYPE
    assert evidence.summary == "The answer to q1 is none of the letters a, b, c."
    assert evidence.hint == 'Write the letter of one option: ANSWERS = {"q1": "b"}.'


@given(st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text())))
def test_whatever_the_answer_only_the_right_one_passes(answer: object) -> None:
    try:
        check_answer({"q1": answer}, EVEN)
    except CheckFailure:
        return
    assert isinstance(answer, str)
    assert answer.strip().lower() in (letter_of(EVEN, "two"), "two")


def test_answers_of_several_files_count_together_and_open_ones_give_way() -> None:
    assert merged([{"q1": "", "q2": "a"}, {"q1": "b", "q2": "c"}]) == {"q1": "b", "q2": "a"}


def test_answers_that_are_no_dict_are_told_so() -> None:
    assert only_evidence_of(merged, [["a", "b"]]).summary == "ANSWERS is no dict of letters."


def test_all_problems_of_a_file_are_told_at_once() -> None:
    wrong = """
points = 10
titel = 1

[[questions]]
id = "q 1"
text = ""
right = "yes"
wrong = [{ text = "yes", why = "" }]

[[questions]]
id = "q2"
text = "So?"
right = "yes"
wrong = []
points = -1
"""
    told = "\n".join(problems_of(wrong))
    for problem in (
        "questions[0].id: expected a name such as 'q1', got 'q 1'",
        "questions[0].text: expected some text, got nothing",
        "questions[0].wrong[0].text: repeats another option",
        "questions[0].wrong[0].why: expected some text, got nothing",
        "questions[1].points: expected a number above 0",
        "questions[1].wrong: expected 1 to 7 wrong options",
        "titel: unknown key",
    ):
        assert f"questions.toml: {problem}" in told


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"q2"', '"q1"', "questions[1].id: repeats 'q1'"),
        ("points = 4", "points = 10", "points: nothing is left for the questions without points"),
        ("points = 10", "", "points: is missing; expected a number"),
    ],
)
def test_one_wrong_setting_is_told(old: str, new: str, problem: str) -> None:
    assert any(
        p.startswith(f"questions.toml: {problem}") for p in problems_of(TEXT.replace(old, new, 1))
    )


def test_points_that_do_not_add_up_are_told() -> None:
    own = TEXT.replace("id = ", "points = 3\nid = ").replace("points = 4", "")
    assert problems_of(own) == (
        "questions.toml: points: the points of the questions add up to something else",
    )
