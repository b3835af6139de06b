"""`grader doctor`, as a person and a program see it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from grader.cli.doctor import document
from grader.cli.show.console import COLUMNS, WIDEST, Console
from grader.cli.show.machine_report import conclusion, print_machine_report
from grader.doctor.report import MachineReport, missing, ok, warning
from grader.far.lockdown import landlock_abi
from tests.classroom import make_classroom, run
from tests.requires import requires

LONG = "/a/very/long/path" * 12
MIXED = MachineReport(
    findings=(
        ok("Python", "3.11.2"),
        warning("docker engine", f"no engine answers at {LONG} today", "Start one. " * 12),
        missing("sandbox", "none works\x1b[31m here", "Install one."),
    )
)
WELL = MachineReport(findings=(ok("Python", "3.11.2"),), sandbox="local")


def page(diagnosis: MachineReport, width: int) -> list[str]:
    console = Console()
    console.file = stream = io.StringIO()
    console.width = width
    print_machine_report(console, diagnosis)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_page_fits_the_terminal_and_never_takes_more_than_80_columns(width: int) -> None:
    assert max(map(len, page(MIXED, width))) <= min(width, COLUMNS)


def test_in_a_pipe_a_finding_stays_one_line_and_what_to_do_is_the_next() -> None:
    lines = page(MIXED, WIDEST)
    assert lines[0] == "ok       Python         3.11.2"
    assert lines[1].startswith("warning  docker engine  no engine answers")
    assert lines[2].lstrip().startswith("-> Start one. Start one.")
    assert len(lines) == len(MIXED.findings) + 2 + 2


def test_nothing_in_a_finding_gets_hold_of_the_terminal() -> None:
    assert "\x1b" not in "".join(page(MIXED, COLUMNS))


def test_the_last_sentence_says_whether_a_run_works() -> None:
    assert conclusion(WELL) == "grader run works here, in the local sandbox."
    assert "does not work" in conclusion(MIXED)


def test_json_holds_what_the_page_says() -> None:
    found = json.loads(document(MIXED))
    assert (found["format"], found["ready"], found["sandbox"]) == (1, False, "")
    assert found["findings"][0] == {
        "area": "Python",
        "state": "ok",
        "sentence": "3.11.2",
        "remedy": "",
    }
    assert {each["state"] for each in found["findings"]} == {"ok", "warning", "missing"}


def test_the_command_says_what_a_run_then_does(tmp_path: Path) -> None:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    make_classroom(tmp_path)
    done = run(tmp_path, "doctor", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert found["ready"]
    assert found["sandbox"] in ("docker", "local")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "assignments",
        "grader.toml",
        "reference",
    ], "it changes nothing"


def test_the_exit_code_is_6_when_something_is_missing(tmp_path: Path) -> None:
    make_classroom(tmp_path)
    (tmp_path / "results").write_text("a file")
    done = run(tmp_path, "doctor")
    assert done.returncode == 6
    assert "missing  results" in done.stdout
    assert "does not work here yet" in done.stdout
