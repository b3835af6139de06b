"""What is printed and written: a table for people, JUnit XML and JSON for machines."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

import pytest

from grader.cli.show.aspects import print_report
from grader.cli.show.console import Console
from grader.cli.validate import document
from grader.validate.findings import Aspect, Finding, Naming, Repetition, Report
from grader.validate.junit import junit

PROBLEM = "DBL-01 (work.double) is caught by no check, although <it> should be & \x1b[31m is not"
REPORT = Report(
    assignment="a00",
    full=False,
    findings=(
        Finding(aspect=Aspect.REFERENCE, subject="test_double"),
        Finding(aspect=Aspect.CAUGHT, subject="DBL-01", problem=PROBLEM),
        Finding(aspect=Aspect.CAUGHT, subject="DBL-02"),
    ),
    naming=Naming(named=3, silent=1),
    repetition=Repetition(runs=50, secrets=50, environments=6),
    shares={"test_double": 0.02, "test_quadruple": 0.041},
)


def printed(*, width: int | None, quiet: bool = False) -> str:
    console = Console(quiet=False)
    console.file = stream = io.StringIO()
    if width is not None:
        console.width = width
    print_report(console, REPORT, quiet=quiet)
    return stream.getvalue()


def test_a_table_says_what_was_looked_at_and_what_is_wrong() -> None:
    text = printed(width=None)
    assert text.startswith("a00: 1 problem\n")
    assert " ok      reference    1  the reference earns everything" in text
    assert " failed  caught     1/2  every known mistake fails a check" in text
    assert "DBL-01 (work.double) is caught by no check" in text
    assert "3 mistakes named, 1 silent, 0 wrong" in text
    assert "the reference lost points in 0 of 50 runs; it met 50 other secrets and 6 " in text
    assert "closest to its CPU limit: test_quadruple, 4.1%" in text


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_terminal_gets_at_most_80_columns(width: int) -> None:
    assert max(map(len, printed(width=width).splitlines())) <= min(width, 80)


def test_a_problem_stays_on_one_line_of_a_pipe() -> None:
    (line,) = [line for line in printed(width=None).splitlines() if "DBL-01" in line]
    assert "is not" in line
    assert "\x1b" not in line


def test_quiet_prints_problems_only() -> None:
    assert printed(width=None, quiet=True).startswith("a00: DBL-01 (work.double) is caught")
    assert printed(width=None, quiet=True).count("\n") == 1


def test_junit_has_a_case_for_every_finding() -> None:
    root = ElementTree.fromstring(junit([REPORT]))
    (suite,) = root
    assert suite.attrib == {"name": "a00", "tests": "3", "failures": "1", "errors": "0"}
    assert [case.get("name") for case in suite] == ["test_double", "DBL-01", "DBL-02"]
    (failure,) = root.iter("failure")
    assert str(failure.get("message")).startswith("DBL-01 (work.double) is caught by no check")


def test_json_says_whether_all_of_it_holds() -> None:
    said = json.loads(document([REPORT]))
    assert (said["format"], said["passed"]) == (1, False)
    assert said["assignments"][0]["findings"][1]["problem"] == PROBLEM
    assert json.loads(document([]))["passed"] is True
