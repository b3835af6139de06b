"""`grader run`, as a person at a terminal meets it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignments import open_course
from grader.cli import main
from grader.errors import ExitCode
from grader.far.lockdown import landlock_abi
from grader.sandbox import backends
from tests.classroom import (
    BLANK,
    CRASH,
    ENDLESS,
    RIGHT,
    WRONG,
    command,
    environment,
    hand_in,
    make_classroom,
    points,
    run,
    sittings,
)
from tests.processes import nothing_left
from tests.requires import requires
from tests.sabotage import DeadOnArrival, Sabotaged

SABOTAGE = "# sabotage\n" + RIGHT


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder with a course and an empty folder `subs`."""
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    make_classroom(tmp_path)
    (tmp_path / "subs").mkdir()
    with nothing_left():
        yield tmp_path


def exit_code(home: Path, *arguments: str) -> int:
    """The exit code of `grader ...` in this process, where tests can replace what it uses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        patch.setattr(sys, "argv", ["grader", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
    return int(str(left.value.code))


# --- a run that ends well ---------------------------------------------------------------------


def test_a_class_is_graded_and_everything_is_written(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT, ben=WRONG, chen=ENDLESS, dora=CRASH, eve=BLANK)
    with zipfile.ZipFile(home / "subs" / "a00" / "fay.zip", "w") as archive:
        archive.writestr("fay/work.py", RIGHT)
    (home / "subs" / "a00" / "gus.zip").write_bytes(b"PK\x03\x04 and no more")
    done = run(home, "run", "subs")

    assert done.returncode == ExitCode.INCOMPLETE
    rows = [line.split(maxsplit=4) for line in done.stdout.splitlines()]
    assert rows[:7] == [
        ["student", "points", "what", "went", "wrong most".ljust(len(rows[0][4]))],
        ["ada", "10", "/", "10"],
        ["ben", "0", "/", "10", "double: wrong values (2 checks)".ljust(len(rows[2][4]))],
        ["chen", "0", "/", "10", "double: takes too long (2 checks)".ljust(len(rows[3][4]))],
        ["dora", "0", "/", "10", "double: crashes (2 checks)".ljust(len(rows[4][4]))],
        ["eve", "0", "/", "10", "double: not written yet (2 checks)".ljust(len(rows[5][4]))],
        ["fay", "10", "/", "10"],
    ]
    assert "Open results/index.html for the pages." in done.stdout
    assert "not read   subs/a00/gus.zip: is not a readable zip" in done.stderr
    written = {path.relative_to(home / "results").as_posix() for path in files(home / "results")}
    pages = {f"{student}.html" for student in ("ada", "ben", "chen", "dora", "eve", "fay")}
    assert written >= {
        "index.html",
        "grades.csv",
        "results.json",
        "grades.sqlite",
        *(f"a00/{page}" for page in pages),
        *(f"staff/a00/{page}" for page in pages),
    }


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_a_low_score_is_still_exit_code_0(home: Path) -> None:
    hand_in(home / "subs", ben=WRONG)
    assert run(home, "run", "subs").returncode == ExitCode.OK
    assert points(home) == {"a00/ben": 0}


def test_json_is_all_there_is_on_stdout(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT)
    (home / "subs" / "a00" / "ben.pdf").write_bytes(b"%PDF")
    done = run(home, "run", "subs", "--json")
    assert json.loads(done.stdout) == json.loads((home / "results" / "results.json").read_text())
    assert done.returncode == ExitCode.INCOMPLETE
    assert "ben.pdf" in done.stderr


def test_quiet_prints_only_what_went_wrong(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT)
    done = run(home, "run", "subs", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.OK, "", "")
    (home / "subs" / "a00" / "ben.pdf").write_bytes(b"%PDF")
    done = run(home, "run", "subs", "--quiet")
    assert (done.returncode, done.stdout) == (ExitCode.INCOMPLETE, "")
    sentence = "is no .py file, notebook, folder, .zip or .tar.gz"
    assert done.stderr == f"not read   subs/a00/ben.pdf: {sentence}\n"


def test_the_secret_that_a_first_run_makes_is_named_once(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT)
    secret = home / "data" / "grader" / "tiny.secret"
    assert f"made {secret}" in run(home, "run", "subs").stderr
    assert run(home, "run", "subs").stderr == ""
    assert secret.stat().st_size == 32


def test_only_grades_the_students_that_are_named(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT, ben=WRONG, chen=BLANK)
    done = run(home, "run", "subs", "--only", "ben", "--only", "ada")
    assert done.returncode == ExitCode.OK
    assert set(points(home)) == {"a00/ada", "a00/ben"}
    assert "shows only whom --only names" in done.stderr


def test_a_single_file_is_graded_as_the_assignment_that_is_named(home: Path) -> None:
    (home / "mine.py").write_text(RIGHT)
    assert run(home, "run", "mine.py", "--assignment", "a00").returncode == ExitCode.OK
    assert points(home) == {"a00/mine": 10}


def test_a_file_in_the_folder_of_its_assignment_needs_no_name(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT, ben=WRONG)
    assert run(home, "run", "subs/a00/ada.py").returncode == ExitCode.OK
    assert points(home) == {"a00/ada": 10}


def test_a_course_may_lie_anywhere_and_results_go_anywhere(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    hand_in(elsewhere / "subs", ada=RIGHT)
    make_classroom(elsewhere / "course")
    done = run(
        elsewhere, "run", "subs", "--course", "course", "--out", "deep/down", "--slots", "1",
        "--sandbox", "trusted",
    )  # fmt: skip
    assert done.returncode == ExitCode.OK, done.stderr
    assert points(elsewhere, "deep/down") == {"a00/ada": 10}


# --- exit codes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "Missing argument 'PATH'"),
        (["run", "subs", "--colour"], "No such option"),
        (["run", "subs", "--slots", "0"], "not in the range"),
        (["run", "nowhere"], "nowhere cannot be read: no such file or directory"),
        (["run", "subs", "--assignment", "a0"], "no assignment 'a0'; did you mean 'a00'?"),
        (["run", "subs", "--sandbox", "castle"], "no sandbox called 'castle'"),
        (["run", "lone.py"], "which assignment is it of?"),
        (["run", "subs", "--out", "subs/results"], "results would be taken for submissions"),
        (["run", "."], "results would be taken for submissions"),
    ],
)
def test_a_command_line_that_makes_no_sense_says_what_to_do(
    home: Path, arguments: list[str], said: str
) -> None:
    hand_in(home / "subs", ada=RIGHT)
    (home / "lone.py").write_text(RIGHT)
    done = run(home, *arguments)
    assert done.returncode == ExitCode.USAGE
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_empty_folder_is_nothing_to_grade(home: Path) -> None:
    done = run(home, "run", "subs")
    assert done.returncode == ExitCode.NOTHING
    assert "there is nothing to grade in subs" in done.stderr
    assert not (home / "results").exists()


def test_a_student_who_handed_in_nothing_is_answered_with_near_names(home: Path) -> None:
    hand_in(home / "subs", annabel=RIGHT)
    done = run(home, "run", "subs", "--only", "anabel")
    assert done.returncode == ExitCode.NOTHING
    assert "anabel: handed in nothing here; did you mean 'annabel'?" in done.stderr


def test_a_submission_that_is_set_aside_is_named_and_has_an_exit_code_of_its_own(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(backends.BACKENDS, "local", lambda protected: Sabotaged())
    hand_in(home / "subs", ada=RIGHT, eve=SABOTAGE)
    (home / "subs" / "a00" / "ben.pdf").write_bytes(b"%PDF")
    assert exit_code(home, "run", "subs", "--sandbox", "local") == ExitCode.QUARANTINED
    said = capsys.readouterr()
    assert [line.split() for line in said.out.splitlines()[1:3]] == [
        ["ada", "10", "/", "10"],
        ["eve", "none", "set", "aside", "for", "a", "person"],
    ]
    assert "no grade   a00/eve: set aside for a person: 4 slots failed" in said.err
    assert "eve,eve,not graded,," in (home / "results" / "grades.csv").read_text()


def test_a_sandbox_that_does_not_work_is_this_machines_fault(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(backends.BACKENDS, "local", lambda protected: DeadOnArrival())
    hand_in(home / "subs", ada=RIGHT)
    assert exit_code(home, "run", "subs", "--sandbox", "local") == ExitCode.ENVIRONMENT
    assert "the local sandbox does not work" in capsys.readouterr().err


def test_results_that_cannot_be_written_are_this_machines_fault(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT)
    (home / "results").write_text("a file")
    done = run(home, "run", "subs")
    assert done.returncode == ExitCode.ENVIRONMENT
    assert "--out" in done.stderr


def test_a_reference_that_fails_its_checks_is_the_courses_fault(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT)
    (home / "reference" / "a00" / "work.py").write_text(BLANK)
    done = run(home, "run", "subs")
    assert done.returncode == ExitCode.COURSE
    assert "a00: the reference does not pass its own checks" in done.stderr
    assert "  - test_double: NOT_IMPLEMENTED" in done.stderr


def test_a_folder_without_a_course_says_how_to_name_one(tmp_path: Path) -> None:
    hand_in(tmp_path / "subs", ada=RIGHT)
    done = run(tmp_path, "run", "subs")
    assert done.returncode == ExitCode.COURSE
    assert "--course" in done.stderr


def test_a_mistake_in_grader_says_that_it_is_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(protected: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setitem(backends.BACKENDS, "local", broken)
    hand_in(home / "subs", ada=RIGHT)
    assert exit_code(home, "run", "subs", "--sandbox", "local") == ExitCode.INTERNAL
    said = capsys.readouterr().err
    assert "a mistake in grader itself: ZeroDivisionError: by zero" in said
    assert "Traceback" not in said
    monkeypatch.setenv("GRADER_TRACEBACK", "1")
    assert exit_code(home, "run", "subs", "--sandbox", "local") == ExitCode.INTERNAL
    assert "Traceback" in capsys.readouterr().err


# --- bad input --------------------------------------------------------------------------------


def test_what_cannot_be_read_gets_a_line_and_the_rest_is_graded(home: Path) -> None:
    folder = hand_in(home / "subs", ada=RIGHT) / "a00"
    (folder / "bom.py").write_bytes("def double(x): ...".encode("utf-16"))
    (folder / "huge.py").write_bytes(b"#" * 50_000_000)
    (folder / "link.py").symlink_to(home / "reference" / "a00" / "work.py")
    (folder / "nothing").mkdir()
    (folder / "other").mkdir()
    (folder / "other" / "unknown.py").write_text("x = 1\n")
    os.mkfifo(folder / "pipe.py")
    (folder / "twice").mkdir()
    (folder / "twice" / "work.py").write_text(RIGHT)
    (folder / "twice.py").write_text(WRONG)
    with zipfile.ZipFile(folder / "up.zip", "w") as archive:
        archive.writestr("../../up.py", RIGHT)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("work.py", b"\n" * 100_000_000)
    (home / "subs" / "a99_unknown").mkdir()
    (home / "subs" / "a99_unknown" / "ada.py").write_text(RIGHT)

    done = run(home, "run", "subs", "--json")
    assert done.returncode == ExitCode.INCOMPLETE
    assert points(home) == {"a00/ada": 10}
    problems = {
        problem["path"].removeprefix("subs/"): problem["message"]
        for problem in json.loads(done.stdout)["problems"]
    }
    expected = {
        "a00/bom.py": "UTF-16",
        "a00/huge.py": "larger than 1 MiB",
        "a00/link.py": "is a link",
        "a00/nothing": "found no Python file",
        "a00/other": "has no work.py; found unknown.py",
        "a00/pipe.py": "neither a file nor a folder",
        "a00/twice": "is of the same student as subs/a00/twice.py",
        "a00/up.zip": "leads out of the archive",
        "a00/bomb.zip/work.py": "larger than 1 MiB",
        "a99_unknown": "is no assignment of the course",
    }
    assert problems.keys() == expected.keys()
    for path, words in expected.items():
        assert words in problems[path]
    assert done.stderr.count("not read") == len(expected)


# --- terminals, pipes, encodings --------------------------------------------------------------


def test_a_pipe_gets_one_plain_line_for_each_student(home: Path) -> None:
    name = "a very long name, as people have, " * 3
    hand_in(home / "subs", **{name: WRONG})
    done = run(home, "run", "subs", FORCE_COLOR="")
    assert "\x1b" not in done.stdout + done.stderr
    assert len([line for line in done.stdout.splitlines() if "wrong values" in line]) == 1


@pytest.mark.parametrize(
    "settings", [{"LC_ALL": "C"}, {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii"}]
)
def test_any_name_can_be_printed_on_any_terminal(home: Path, settings: dict[str, str]) -> None:
    hand_in(home / "subs", **{"Zoë 李": RIGHT, "ev\x1b[31mil": RIGHT})
    undecodable = os.fsencode(home / "subs" / "a00") + b"/bad\xff.pdf"
    Path(os.fsdecode(undecodable)).write_bytes(b"%PDF")
    done = subprocess.run(
        command("run", "subs"), cwd=home, env=environment(home, **settings), capture_output=True
    )
    assert done.returncode == ExitCode.INCOMPLETE, done.stderr
    assert b"\x1b" not in done.stdout + done.stderr
    assert rb"bad\udcff.pdf" in done.stderr
    assert b"ev%1B[31mil" in done.stdout
    plain = settings.get("PYTHONIOENCODING") == "ascii"
    assert (rb"Zo\xeb \u674e" if plain else "Zoë 李".encode()) in done.stdout


def test_a_reader_who_leaves_early_does_not_make_the_run_fail(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT)
    for how in ([], ["--json"]):
        reading, writing = os.pipe()
        os.close(reading)
        with open(writing, "wb") as stdout:
            done = subprocess.run(
                command("run", "subs", *how),
                cwd=home,
                env=environment(home),
                stdout=stdout,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
        assert done.returncode == ExitCode.OK
        assert "Error" not in done.stderr
    assert sittings(open_course(home)) == 1
