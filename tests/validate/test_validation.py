"""Real validations of a small course: what is broken in it is said, in one clear line."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from grader.validate.environments import environments
from grader.validate.validation import Effort
from grader.validate.validation_record import read_record
from tests.validate.course import (
    FILES,
    SLIGHT,
    THOROUGH,
    course_with,
    problems,
    replaced,
    validated,
)

CHECKS = "assignments/a00/test_work.py"
WORK = "reference/a00/work.py"
MISTAKES = "reference/a00/mistakes.py"
ORACLE = "reference/a00/oracle.py"
AGAIN = "reference/a00/again.py"
STALE = "reference/a00/validated.json was made for other files: run grader validate --full a00"

Changed = dict[str, str | None]


def test_where_everything_holds_nothing_is_said_and_a_record_is_kept(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    report = validated(course, THOROUGH)
    assert problems(report) == []
    assert (report.naming.named, report.naming.wrong) == (2, 0)
    record = read_record(course.assignment("a00").record)
    assert record is not None
    assert record.content == course.assignment("a00").content()
    assert record.caught_by["DBL-02"] == ("test_quadruple",)
    assert problems(validated(course)) == []


def test_a_reference_is_tried_with_more_threads_and_on_other_processors(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    effort = Effort(full=True, repeats=1, secrets=0, runs=0, elsewhere=True)
    assert problems(validated(course, effort), "steady") == []
    record = read_record(course.assignment("a00").record)
    assert record is not None
    assert record.environments == tuple(environments())
    assert "4 threads" in record.environments


def test_a_record_is_the_same_when_it_is_made_again(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    file = course.assignment("a00").record
    validated(course, THOROUGH)
    first = file.read_bytes()
    validated(course, THOROUGH)
    assert file.read_bytes() == first


BROKEN: dict[str, tuple[Changed, str, list[str]]] = {
    "a reference that fails": (
        replaced(
            CHECKS,
            "reference.double)\n\n\n@",
            "reference.double)\n    assert student.double(1) == 3\n\n\n@",
        ),
        "reference",
        ["test_double: FAILED: "],
    ),
    "a reference that returns nothing": (
        replaced(WORK, "    return 2 * x\n", "    2 * x\n"),
        "reference",
        ["test_double: INFRA: A check expects nothing but None of double"],
    ),
    "a starter that earns": (
        {"assignments/a00/starter/work.py": FILES[WORK]},
        "starter",
        ["the blank starter earns 10 points: test_double, test_quadruple"],
    ),
    "a mistake that nobody catches": (
        replaced(MISTAKES, "return x * x", "return x + x"),
        "caught",
        ["DBL-01 (work.double) is caught by no check"],
    ),
    "an equivalent that is caught": (
        replaced(MISTAKES, "CATALOGUE", 'EQUIVALENT = {"DBL-02": "they say"}\nCATALOGUE'),
        "caught",
        ["DBL-02 is listed as equivalent, but fails test_quadruple"],
    ),
    "a mistake without a name": (
        replaced(MISTAKES, "return x * x", "raise ValueError(x)"),
        "named",
        ["DBL-01 is not named in any of the 2 checks that it fails"],
    ),
    "a check that nobody fails": (
        {
            CHECKS: FILES[CHECKS]
            + "\n\n@pytest.mark.points(1)\ndef test_nothing(student):\n"
            + '    """double can be called."""\n    student.double(0)\n'
        },
        "checks",
        ["no known mistake fails test_nothing"],
    ),
    "an oracle that disagrees": (
        replaced(ORACLE, "return x + x\n", "return x + x + 1e-6\n"),
        "oracle",
        ["work.double differs from its oracle in call 1 of test_double: result differs by 1e-06"],
    ),
    "a function without an oracle": (
        replaced(ORACLE, '@oracle("work.quadruple")\n', ""),
        "oracle",
        ["work.quadruple has no oracle"],
    ),
    "no oracle at all": (
        {ORACLE: None},
        "oracle",
        ["work.double has no oracle", "work.quadruple has no oracle"],
    ),
    "a promise that is not kept": (
        replaced(MISTAKES, "DBL-01 .. DBL-02", "DBL-01 .. DBL-03"),
        "catalogue",
        ["DBL-03 is neither implemented nor listed in EQUIVALENT"],
    ),
    "a threshold that depends on the secret": (
        {
            CHECKS: FILES[CHECKS].replace(
                "    check_value(student.quad",
                "    assert student.double(rng.random()) > 0.52\n    check_value(student.quad",
            ),
        },
        "steady",
        ["the reference does not pass test_quadruple with 1 of 2 other secrets: "],
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_said_in_a_line(what: str, tmp_path: Path) -> None:
    changed, aspect, said = BROKEN[what]
    found = problems(validated(course_with(tmp_path, changed)), aspect)
    assert len(found) == len(said)
    for line, beginning in zip(found, said, strict=True):
        assert line.startswith(beginning)


CHAINED = '''

@pytest.mark.points(1)
def test_chained(student, reference):
    """quadruple doubles what double returned."""
    once = student.double(3.0)
    check_value(student.quadruple, (once,), reference.quadruple)
'''


def test_a_public_check_whose_question_depends_on_the_submission_is_a_problem(
    tmp_path: Path,
) -> None:
    report = validated(course_with(tmp_path, {CHECKS: FILES[CHECKS] + CHAINED}))
    (problem,) = problems(report, "home")
    assert problem.startswith("test_chained does not work at home: with DBL-0")


FLAKY = '''

@pytest.mark.points(1)
def test_flaky(student):
    """double works most of the time."""
    assert student.double(1) == 2
    runs = Path(__file__).with_name("runs")
    if b"judge.worker.template" in Path(f"/proc/{os.getppid()}/cmdline").read_bytes():  # in a fork
        runs.write_text((runs.read_text() if runs.exists() else "") + "x")
        assert runs.read_text() != "xx"
'''


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which process it runs in")
def test_a_check_that_fails_now_and_then_is_called_flaky(tmp_path: Path) -> None:
    check = "import os\nfrom pathlib import Path\n\n" + FILES[CHECKS] + FLAKY
    report = validated(course_with(tmp_path, {CHECKS: check}), SLIGHT)
    assert problems(report, "steady") == [
        "test_flaky is flaky: the reference lost it in 1 of 2 runs"
    ]


ACCURACY = '''

@pytest.mark.points(1)
@pytest.mark.hidden
def test_signs(student, rng):
    """double keeps the sign, which tells most of the labels."""
    x = rng.standard_normal(100)
    labels = np.where(x + 0.3 * rng.standard_normal(100) > 0, 1, -1)

    def predict(x):
        return np.sign(student.double(x))

    check_accuracy(predict, x, labels, at_least=THRESHOLD, rng=rng)
'''


@pytest.mark.parametrize(("threshold", "fair"), [("0.6", True), ("0.86", False)])
def test_a_threshold_that_right_solutions_miss_is_unfair(
    tmp_path: Path, threshold: str, fair: bool
) -> None:
    imports = "import numpy as np\nfrom grader.checks import check_accuracy\n"
    check = imports + FILES[CHECKS] + ACCURACY.replace("THRESHOLD", threshold)
    found = problems(validated(course_with(tmp_path, {CHECKS: check}), THOROUGH), "accuracy")
    if fair:
        assert found == []
    else:
        (said,) = found
        assert re.match(r"test_signs: \d+ of 20 right runs miss the threshold, so", said)


def test_an_excuse_stands_for_an_oracle(tmp_path: Path) -> None:
    excuse = 'WITHOUT_ORACLE = {"work.quadruple": "nobody else can"}\n\n\n@oracle("work.double")'
    changed = replaced(ORACLE, '@oracle("work.double")', excuse)
    changed = {ORACLE: str(changed[ORACLE]).replace('@oracle("work.quadruple")\n', "")}
    assert problems(validated(course_with(tmp_path, changed)), "oracle") == []


def test_a_missing_record_is_asked_for(tmp_path: Path) -> None:
    assert problems(validated(course_with(tmp_path)), "record") == [
        "there is no reference/a00/validated.json: run grader validate --full a00"
    ]


def test_a_changed_assignment_makes_its_record_stale(tmp_path: Path) -> None:
    validated(course_with(tmp_path), THOROUGH)
    changed = replaced(AGAIN, "return x**2", "return x * x * 1")
    assert problems(validated(course_with(tmp_path, changed))) == [STALE]


def test_a_value_that_drifted_is_shown_beside_the_recorded_one(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    validated(course, THOROUGH)
    file = course.assignment("a00").record
    text = file.read_text()
    line = next(line for line in text.splitlines() if "work.double " in line)
    _, form, norm, mixed = line.strip().strip('",').split()
    file.write_text(text.replace(norm, f"{float(norm) * 1.001:.9e}"))
    (said,) = problems(validated(course))
    assert said.startswith(f"test_double: reply 1 has drifted: work.double {form} {norm} {mixed}, ")


def test_a_full_validation_keeps_no_record_of_a_course_with_problems(tmp_path: Path) -> None:
    course = course_with(tmp_path, BROKEN["a mistake that nobody catches"][0])
    assert problems(validated(course, THOROUGH), "caught")
    assert read_record(course.assignment("a00").record) is None
