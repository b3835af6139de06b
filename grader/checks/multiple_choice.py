"""Multiple choice: questions are read from a file, answers become evidence. Pure.

`reference/<id>/questions.toml`:

    points = 10                       # shared evenly by the questions without points of their own

    [[questions]]
    id = "q1"
    text = "What is the bias of a neuron with the threshold t?"
    right = "-t"
    wrong = [
        { text = "t", why = "The neuron says 1 when x·w reaches t, that is when x·w - t >= 0." },
    ]

The options are shown in an order of the course's own, so that letters are worth nothing elsewhere.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase

import msgspec

from grader.checks.failure import CheckFailure
from grader.checks.render import short
from grader.config.table import Table, is_identifier, parse, raise_all
from grader.evidence import Evidence, EvidenceKind
from grader.model import Record

ANSWERS = "ANSWERS"
"""The dict in a submission that answers them: `ANSWERS = {"q1": "b"}`."""
MOST_OPTIONS = 8
Answers = Mapping[object, object]


class Option(Record):
    """An answer to choose."""

    text: str
    why: str = ""
    """Why it is wrong; empty for the right one."""


class Question(Record):
    """A question; its options stand in the order in which they are shown."""

    id: str
    text: str
    points: float
    options: tuple[Option, ...]

    @property
    def letters(self) -> str:
        """The letters of the options, in their order."""
        return ascii_lowercase[: len(self.options)]


class Unanswered(CheckFailure):
    """The submission leaves a question open."""


# --- answers ------------------------------------------------------------------------------------


def merged(found: Iterable[object]) -> Answers:
    """The `ANSWERS` of several files as one; the first that answers a question counts.

    Raises CheckFailure when one of them is no dict.
    """
    answers: dict[object, object] = {}
    for some in found:
        if not isinstance(some, dict):
            raise _malformed(
                f"{ANSWERS} is no dict of letters.", f"{ANSWERS} = {short(some)}", "q1"
            )
        for key, answer in some.items():
            if is_open(answers.get(key)):
                answers[key] = answer
    return answers


def is_open(answer: object) -> bool:
    """Whether an answer still is what the starter says."""
    return answer is None or (isinstance(answer, str) and not answer.strip())


def check_answer(answers: Answers, question: Question) -> None:
    """`answers` holds the letter, or the words, of the right option of `question`.

    Raises Unanswered, or CheckFailure with the explanation of the option that was chosen. Nothing
    that is raised holds the right answer.
    """
    answer = answers.get(question.id)
    if is_open(answer):
        raise Unanswered(())
    chosen = _chosen(answer, question)
    if chosen is None:
        letters = ", ".join(question.letters)
        summary = f"The answer to {question.id} is none of the letters {letters}."
        raise _malformed(summary, f"It is {short(answer)}.", question.id)
    if chosen.why:
        raise CheckFailure((_wrong(chosen, question),))


def _chosen(answer: object, question: Question) -> Option | None:
    if not isinstance(answer, str):
        return None
    said = answer.strip()
    for letter, option in zip(question.letters, question.options, strict=True):
        if said.lower() == letter or said == option.text:
            return option
    return None


def _wrong(chosen: Option, question: Question) -> Evidence:
    letter = question.letters[question.options.index(chosen)]
    return Evidence(
        kind=EvidenceKind.VALUE,
        summary=f"The answer to {question.id} is not right.",
        detail=f"You chose ({letter}): {chosen.text}",
        hint=chosen.why,
    )


def _malformed(summary: str, detail: str, question: str) -> CheckFailure:
    hint = f'Write the letter of one option: {ANSWERS} = {{"{question}": "b"}}.'
    evidence = Evidence(kind=EvidenceKind.TYPE, summary=summary, detail=detail, hint=hint)
    return CheckFailure((evidence,))


# --- the file -----------------------------------------------------------------------------------


def read_questions(text: str, salt: str, source: str = "questions.toml") -> tuple[Question, ...]:
    """Parse the file; `salt` decides the order of the options: "course/assignment".

    Raises CourseError with all problems; `source` names the file in them.
    """
    problems: list[str] = []
    document = parse(text, source, problems)
    points = document.value("points", float)
    tables = list(document.tables("questions"))
    questions = tuple(_question(table, salt) for table in tables)
    document.refuse_unknown_keys()
    for i, question in enumerate(questions):
        if question.id in {other.id for other in questions[:i]}:
            tables[i].problem("id", f"repeats {question.id!r}")
    shared = _shared(document, points, questions)
    raise_all(source, problems)
    return tuple(msgspec.structs.replace(each, points=each.points or shared) for each in questions)


def _question(table: Table, salt: str) -> Question:
    name = table.value("id", str)
    if name and not is_identifier(name):
        table.problem("id", f"expected a name such as 'q1', got {name!r}")
    points = table.value("points", float, 0.0)
    if "points" in table.values and not (math.isfinite(points) and points > 0):
        table.problem("points", "expected a number above 0")
    question = Question(
        id=name,
        text=table.value("text", str),
        points=points,
        options=_shuffled(_options(table), f"{salt}/{name}"),
    )
    table.refuse_unknown_keys()
    return question


def _options(table: Table) -> tuple[Option, ...]:
    options = [Option(text=table.value("right", str))]
    for wrong in table.tables("wrong"):
        option = Option(text=wrong.value("text", str), why=wrong.value("why", str))
        wrong.refuse_unknown_keys()
        if option.text in {other.text for other in options}:
            wrong.problem("text", "repeats another option")
        options.append(option)
    if not 2 <= len(options) <= MOST_OPTIONS:
        table.problem("wrong", f"expected 1 to {MOST_OPTIONS - 1} wrong options")
    return tuple(options)


def _shuffled(options: Sequence[Option], salt: str) -> tuple[Option, ...]:
    """In an order that a salt decides, and no change of the file's own order does."""
    return tuple(
        sorted(options, key=lambda o: hashlib.sha256(f"{salt}/{o.text}".encode()).digest())
    )


def _shared(document: Table, points: float, questions: Sequence[Question]) -> float:
    """What a question without points of its own is worth."""
    rest = points - math.fsum(question.points for question in questions)
    sharing = sum(not question.points for question in questions)
    if sharing and rest <= 0:
        document.problem("points", "nothing is left for the questions without points of their own")
    if not sharing and not math.isclose(rest, 0, abs_tol=1e-9):
        document.problem("points", "the points of the questions add up to something else")
    return rest / sharing if sharing else 0.0
