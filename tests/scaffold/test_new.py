"""`grader new`: an assignment that is complete, right and tested, and overwrites nothing."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.assignments import open_course
from grader.errors import ExitCode
from grader.far.lockdown import landlock_abi
from tests.classroom import command, environment, points
from tests.requires import requires

ID = "a17_attention"
KINDS = {
    "check_value",
    "check_gradient",
    "check_convergence",
    "check_learning",
    "check_unchanged",
    "check_rows_alone",
    "check_composite",
}


def grader(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`grader ...` in a folder, whatever it takes."""
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        encoding="utf-8",
        timeout=250,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that was made in an empty folder, with one assignment."""
    folder = tmp_path_factory.mktemp("deep learning")
    done = grader(folder, "new", ID)
    assert done.returncode == ExitCode.OK, done.stderr
    return folder


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(made, tmp_path / "course")
    return tmp_path / "course"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- what is made -----------------------------------------------------------------------------


def test_an_empty_folder_becomes_a_course_with_the_assignment(made: Path) -> None:
    course = open_course(made)
    assert course.ids == (ID,)
    assert course.assignment(ID).settings.parts[0].file == "attention.py"


def test_it_has_a_check_of_every_kind_public_and_hidden_ones_and_a_question(made: Path) -> None:
    assignment = open_course(made).assignment(ID)
    text = "".join(file.read_text() for file in assignment.checks if file.suffix == ".py")
    assert {name for name in KINDS if f"{name}(" in text} == KINDS
    assert 0 < text.count("mark.hidden") < text.count("mark.points")
    assert assignment.questions is not None


def test_its_points_are_a_hundred_as_the_handout_says(made: Path) -> None:
    checks = (made / "assignments" / ID).glob("test_*.py")
    points = [int(n) for file in checks for n in re.findall(r"points\((\d+)\)", file.read_text())]
    assert sum(points) == 90
    assert "(90 points)" in (made / "assignments" / ID / "README.md").read_text()
    assert "points = 10" in (made / "reference" / ID / "questions.toml").read_text()


def test_no_word_is_left_to_be_replaced(made: Path) -> None:
    assert [name for name, data in contents(made).items() if b"$" in data] == []


def test_what_is_said_at_the_end_names_every_file(course: Path) -> None:
    said = grader(course, "new", "a18_embeddings").stdout
    files = contents(course / "assignments/a18_embeddings") | contents(
        course / "reference/a18_embeddings"
    )
    assert [name for name in files if name.split("/")[0] not in said] == []
    assert max(map(len, said.splitlines())) <= 80


# --- that it works ----------------------------------------------------------------------------


def test_the_questions_and_the_starter_are_those_that_would_be_made_again(made: Path) -> None:
    printed = grader(made, "questions", ID).stdout
    assert (made / "assignments" / ID / "README.md").read_text().endswith(printed)
    changed = grader(made, "starters", "--check", ID)
    assert (changed.returncode, changed.stdout) == (ExitCode.OK, "")


def test_it_passes_the_full_validation_and_then_the_quick_one(course: Path) -> None:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    full = grader(course, "validate", "--full", "--sandbox", "local", ID)
    assert full.returncode == ExitCode.OK, full.stdout + full.stderr
    assert "0 silent, 0 wrong" in full.stdout
    quick = grader(course, "validate", "--sandbox", "local", ID)
    assert quick.returncode == ExitCode.OK, quick.stdout + quick.stderr


def test_its_reference_earns_everything_and_its_starter_nothing(
    course: Path, tmp_path: Path
) -> None:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    handed_in = tmp_path / "submissions" / ID
    handed_in.mkdir(parents=True)
    shutil.copy(course / "reference" / ID / "attention.py", handed_in / "ada.py")
    shutil.copy(course / "assignments" / ID / "starter" / "attention.py", handed_in / "emil.py")
    done = grader(course, "run", str(handed_in.parent), "--sandbox", "local")
    assert done.returncode == ExitCode.OK, done.stderr
    assert points(course) == {f"{ID}/ada": 100, f"{ID}/emil": 0}


def test_its_release_is_made_and_tells_nothing_of_the_hidden_checks(course: Path) -> None:
    done = grader(course, "release", ID)
    assert done.returncode == ExitCode.OK, done.stderr
    archive = zipfile.ZipFile(io.BytesIO((course / f"{ID}.zip").read_bytes()))
    names = {name.removeprefix(f"{ID}/") for name in archive.namelist()}
    assert {"README.md", "attention.py", f"{ID}.ipynb", "checks/test_examples.py"} <= names
    assert "checks/test_hidden.py" not in names
    hidden = re.findall(
        r"def (test_\w+)", (course / f"assignments/{ID}/test_hidden.py").read_text()
    )
    text = b"".join(archive.read(name) for name in archive.namelist() if "grader-" not in name)
    assert [name for name in hidden if name.encode() in text] == []


# --- what it leaves alone ---------------------------------------------------------------------


def test_a_second_assignment_joins_the_course(course: Path) -> None:
    before = contents(course)
    assert grader(course / "assignments", "new", "a18_embeddings").returncode == ExitCode.OK
    assert open_course(course).ids == (ID, "a18_embeddings")
    assert {name: contents(course)[name] for name in before} == before


@pytest.mark.parametrize("place", ["assignments", "reference"])
def test_what_is_there_is_never_overwritten(course: Path, place: str) -> None:
    (course / place / "a18_embeddings").mkdir()
    before = contents(course)
    refused = grader(course, "new", "a18_embeddings")
    assert refused.returncode == ExitCode.USAGE
    assert "is there already" in refused.stderr
    assert contents(course) == before


def test_a_folder_with_other_things_in_it_is_no_place_for_a_course(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("nearly done")
    refused = grader(tmp_path, "new", ID)
    assert refused.returncode == ExitCode.USAGE
    assert "is no course, and it is not empty" in refused.stderr
    assert list(contents(tmp_path)) == ["thesis.tex"]


def test_a_fresh_repository_is_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert grader(tmp_path, "new", ID).returncode == ExitCode.OK


def test_the_course_may_be_named_and_is_made_where_it_is_missing(tmp_path: Path) -> None:
    done = grader(tmp_path, "new", ID, "--course", "autumn term")
    assert done.returncode == ExitCode.OK, done.stderr
    assert open_course(tmp_path / "autumn term").settings.name == "autumn-term"


def test_a_bad_name_makes_nothing(tmp_path: Path) -> None:
    refused = grader(tmp_path, "new", "a17_random")
    assert refused.returncode == ExitCode.USAGE
    assert "Python has a module random of its own" in refused.stderr
    assert contents(tmp_path) == {}
