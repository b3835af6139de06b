"""`grader check` as students run it: into a pipe, as JSON, as a page; and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.assignments import open_course
from grader.errors import ExitCode
from grader.home.place import CHECKS, EXPECTED
from tests.home.released import release
from tests.home.terminal import piped

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "submissions" / "a03_losses"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of an assignment, unpacked, without anybody's work."""
    folder = tmp_path_factory.mktemp("Übung 3 mit Umlaut") / "a03_losses"
    return release(open_course(ROOT), folder, "a03_losses")


@pytest.fixture
def folder(unpacked: Path, tmp_path: Path) -> Path:
    """The same with the work of ben, who has made some mistakes."""
    mine = tmp_path / "a03 für Übung"
    shutil.copytree(unpacked, mine)
    shutil.copytree(EXAMPLES / "ben", mine, dirs_exist_ok=True)
    return mine


def lines(*arguments: str | Path, folder: Path) -> list[str]:
    ended = piped("check", *arguments, folder=folder)
    assert (ended.returncode, ended.stderr) == (ExitCode.OK, b"")
    return ended.stdout.decode().splitlines()


def document(*arguments: str | Path, folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads("\n".join(lines("--json", *arguments, folder=folder)))
    return loaded


def test_each_function_is_right_or_wrong_and_points_are_counted(folder: Path) -> None:
    output = [" ".join(line.split()) for line in lines(folder=folder)]
    assert "✓ losses.softmax right" in output
    assert "✗ losses.softmax_loss wrong" in output
    assert "18 of 25 points so far" in output
    assert output[-2].endswith("hidden checks (65 points) will be run on what you hand in")


def test_what_is_wrong_is_explained_as_in_the_report(folder: Path) -> None:
    output = "\n".join(lines("svm_loss", folder=folder))
    assert "dscores of svm_loss has the right shape, but wrong values." in output
    assert "expected   [[ 0.,  1.,  1., -2.]]  (shape (1, 4), float64)" in output
    assert "try it     svm_loss(np.array([[8.0, 14.0, 9.5, 10.0]]), np.array([3]))" in output
    assert "read again Deep learning without going down the rabbit holes, part 2, SVM" in output


def test_a_pipe_gets_plain_lines_without_spaces_at_their_ends(folder: Path) -> None:
    output = lines(folder=folder)
    assert not any("\x1b" in line or line.endswith(" ") or "─" in line for line in output)


def test_a_starter_is_not_written_yet(unpacked: Path, tmp_path: Path) -> None:
    mine = tmp_path / "a03"
    shutil.copytree(unpacked, mine)
    shutil.copytree(ROOT / "assignments" / "a03_losses" / "starter", mine, dirs_exist_ok=True)
    output = document(folder=mine)
    assert {f["state"] for f in output["functions"]} == {"open", "unseen"}
    assert (output["points"], output["answered"]) == (0.0, [])


def test_an_exception_is_shown_with_the_student_s_own_line(folder: Path) -> None:
    work = folder / "information.py"
    work.write_text("def entropy(p, *_):\n    print('here')\n    return p.no_such_thing\n")
    output = "\n".join(lines("entropy", folder=folder))
    assert "information.py, line 3, in entropy\n      return p.no_such_thing" in output
    assert "your code printed\n    here" in output


def test_a_syntax_error_costs_one_part(folder: Path) -> None:
    (folder / "information.py").write_text("def entropy(p:\n")
    states = {f["name"]: f["state"] for f in document(folder=folder)["functions"]}
    assert states["information.entropy"] == "wrong"
    assert states["losses.softmax"] == "right"


def test_a_function_can_be_named_with_and_without_its_part_and_a_path(folder: Path) -> None:
    for arguments in (
        ("softmax",),
        ("losses.softmax",),
        (".", "softmax"),
        ("losses.py", "softmax"),
    ):
        (function,) = document(*arguments, folder=folder)["functions"]
        assert (function["name"], function["state"]) == ("losses.softmax", "right")


def test_a_course_has_the_same_verdicts_as_its_release(folder: Path) -> None:
    released = document(folder=folder)
    course = document(EXAMPLES / "ben", folder=ROOT)
    assert _verdicts(course) == _verdicts(released)
    assert course["points"] == released["points"]


def test_json_holds_nothing_that_is_expected_of_the_reference(folder: Path) -> None:
    assert not {"recording", "calls", "constants"} & document(folder=folder).keys()


def test_the_json_has_the_keys_that_the_docs_name(folder: Path) -> None:
    docs = (ROOT / "docs" / "commands.md").read_text("utf-8")
    table = docs.partition("The JSON is one object:")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.M)
    documented = {key for row in rows for key in re.findall("`([a-z_]+)`", row)}
    assert documented == document("softmax", folder=folder).keys()


def test_a_page_is_written(folder: Path) -> None:
    lines("--html", "Seite ä.html", folder=folder)
    page = (folder / "Seite ä.html").read_text("utf-8")
    assert "dscores of svm_loss has the right shape, but wrong values." in page
    assert "hidden checks are run when you hand in" in page


# --- what is refused --------------------------------------------------------------------------


def refusal(*arguments: str, folder: Path) -> tuple[int, str]:
    ended = piped("check", *arguments, folder=folder)
    assert ended.stdout == b""
    return ended.returncode, ended.stderr.decode()


def test_a_folder_without_checks_around_it_is_refused(tmp_path: Path) -> None:
    code, output = refusal(folder=tmp_path)
    assert code == ExitCode.USAGE
    assert output.startswith("grader: there are no checks for .\n  Check files in the folder")


def test_an_unknown_function_is_refused_with_what_is_near(folder: Path) -> None:
    code, output = refusal("sofmax", folder=folder)
    assert code == ExitCode.USAGE
    assert output.startswith("grader: a03_losses has no function 'sofmax'; did you mean 'softmax'")


def test_a_file_that_is_not_there_is_refused(folder: Path) -> None:
    code, output = refusal("loses.py", folder=folder)
    assert (code, output.splitlines()[0]) == (ExitCode.USAGE, "grader: there is no loses.py here")


def test_damaged_expectations_are_refused(folder: Path) -> None:
    (folder / CHECKS / EXPECTED).write_bytes(b"\x00")
    code, output = refusal(folder=folder)
    assert code == ExitCode.COURSE
    assert "expected.msgpack is damaged" in output
    assert "Unpack the assignment again." in output


def test_a_notebook_that_is_none_is_refused(folder: Path) -> None:
    (folder / "mine.ipynb").write_text('{"cells": 3')
    code, output = refusal("mine.ipynb", folder=folder)
    assert code == ExitCode.INCOMPLETE
    assert output.startswith("grader: mine.ipynb: is no notebook: it is not valid JSON")


def test_a_folder_without_any_part_is_refused(folder: Path) -> None:
    (folder / "empty").mkdir()
    code, output = refusal("empty", folder=folder)
    assert code == ExitCode.INCOMPLETE
    assert "has no losses.py, information.py or likelihood.py" in output


def test_a_page_that_cannot_be_written_is_refused(folder: Path) -> None:
    code, output = refusal("--html", "no/such/folder.html", "softmax", folder=folder)
    assert code == ExitCode.USAGE
    assert "Name another file after --html." in output


def test_a_check_file_that_was_changed_and_cannot_be_read_is_refused(folder: Path) -> None:
    (folder / CHECKS / "test_examples.py").write_text("import no_such_module\n")
    code, output = refusal(folder=folder)
    assert code == ExitCode.COURSE
    assert "no_such_module" in output


# --- what a plain check does not import -------------------------------------------------------

LOADED = """
import sys
sys.argv = ["grader", "check"]
from grader.cli import main
try:
    main()
except SystemExit:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def test_a_plain_check_imports_nothing_that_is_slow(folder: Path) -> None:
    import subprocess

    ended = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=folder, capture_output=True, check=True, timeout=60
    )
    loaded = {name.partition(".")[0] for name in ended.stderr.decode().split()}
    assert "numpy" in loaded
    assert not loaded & {"torch", "nbformat", "docker", "jinja2", "hypothesis", "IPython", "dask"}


def _verdicts(document: dict[str, Any]) -> dict[str, str]:
    checks = [each for function in document["functions"] for each in function["results"]]
    return {each["check"]["id"]: each["verdict"] for each in checks}
