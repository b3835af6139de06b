"""Every assignment of the course is fair and sharp.

The reference and a right solution in another style earn everything, whatever the secret; the
blank starter earns nothing; every known mistake is caught.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from grader.assignments import open_course
from grader.far.boot import environment
from grader.judge.plugin.question_checks import questions_of
from grader.judge.reference import load_module
from grader.reports.card import card

ROOT = Path(__file__).parents[2]
COURSE = open_course(ROOT)
CARDS = sorted(ROOT.glob("reference/*/questions.toml"))
EVERY_ASSIGNMENT = pytest.mark.parametrize("assignment", COURSE.ids)


@cache
def failed_checks(assignment: str) -> dict[str, list[str]]:
    """By solution: the checks that it does not pass, see `tests.assignments.sweep`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.assignments.sweep", str(ROOT), assignment],
        capture_output=True,
        cwd=ROOT,
        env={**environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    failed: dict[str, list[str]] = json.loads(done.stdout)
    return failed


def bonus_checks(assignment: str) -> set[str]:
    """What a right solution need not pass for all points."""
    text = "".join(path.read_text() for path in COURSE.assignment(assignment).checks)
    return set(re.findall(r"mark\.bonus\n(?:@.*\n)*def (\w+)", text))


def equivalent_mistakes(assignment: str) -> dict[str, str]:
    mistakes = COURSE.assignment(assignment).mistakes
    assert mistakes is not None
    return getattr(load_module(mistakes, f"mistakes_of_{assignment}"), "EQUIVALENT", {})


@EVERY_ASSIGNMENT
def test_the_reference_passes_whatever_the_secret(assignment: str) -> None:
    assert failed_checks(assignment)["reference"] == []


@EVERY_ASSIGNMENT
def test_a_right_solution_in_another_style_passes_whatever_the_secret(assignment: str) -> None:
    assert set(failed_checks(assignment)["ada"]) <= bonus_checks(assignment)


@EVERY_ASSIGNMENT
def test_the_blank_starter_passes_no_check(assignment: str) -> None:
    every_check = set().union(*failed_checks(assignment).values())
    assert set(failed_checks(assignment)["starter"]) == every_check


@EVERY_ASSIGNMENT
def test_every_known_mistake_fails_a_check(assignment: str) -> None:
    mistakes = failed_checks(assignment).keys() - {"reference", "ada", "starter"}
    missed = {name for name in mistakes if not failed_checks(assignment)[name]}
    assert mistakes
    assert missed == equivalent_mistakes(assignment).keys()


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
