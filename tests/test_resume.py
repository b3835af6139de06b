"""A run that is killed at any moment: what is done is kept, the next run does the rest."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.assignments import Course, open_course
from grader.errors import ExitCode
from grader.far.lockdown import landlock_abi
from tests.classroom import (
    BLANK,
    CRASH,
    ENDLESS,
    RIGHT,
    SLOW,
    WRONG,
    hand_in,
    make_classroom,
    results,
    run,
    sittings,
    started,
    stored,
    templates,
    wait_until,
)
from tests.processes import hearing_ctrl_c, nothing_left
from tests.requires import requires

CLASS = {
    "ada": SLOW,
    "ben": WRONG,
    "chen": ENDLESS,
    "dora": SLOW + "# dora\n",
    "eve": CRASH,
    "fay": SLOW + "# fay\n",
    "gus": BLANK,
    "hana": RIGHT,
}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the class was graded in one go."""
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    home = tmp_path_factory.mktemp("undisturbed")
    make_classroom(home)
    hand_in(home / "subs", **CLASS)
    assert run(home, "run", "subs").returncode == ExitCode.OK
    return home


@pytest.fixture
def home(tmp_path: Path, undisturbed: Path) -> Iterator[Path]:
    """Another folder with the same class, course and secret."""
    hand_in(tmp_path / "subs", **CLASS)
    shutil.copytree(undisturbed / "data", tmp_path / "data")
    with nothing_left():
        yield tmp_path


@pytest.fixture
def course(home: Path) -> Course:
    return make_classroom(home)


def the_first_template_runs(home: Path) -> bool:
    return (home / "assignments" / "a00" / ".log").exists()


def a_judge_is_at_work(home: Path) -> bool:
    log = home / "assignments" / "a00" / ".log"
    return log.exists() and log.read_text().count("worker") > 1


def the_first_grade_is_stored(home: Path) -> bool:
    return len(stored(home)) >= 1


def half_of_the_class_is_stored(home: Path) -> bool:
    return len(stored(home)) >= len(CLASS) / 2


@pytest.mark.parametrize(
    "moment",
    [
        the_first_template_runs,
        a_judge_is_at_work,
        the_first_grade_is_stored,
        half_of_the_class_is_stored,
    ],
)
def test_after_a_kill_the_next_run_does_the_rest_and_nothing_twice(
    home: Path, course: Course, undisturbed: Path, moment: Callable[[Path], bool]
) -> None:
    with nothing_left(), started(home, "run", "subs", "--slots", "2") as process:
        wait_until(lambda: moment(home))
        process.kill()
    kept, sat = stored(home), sittings(course)
    assert len(kept) < len(CLASS)

    assert run(home, "run", "subs").returncode == ExitCode.OK
    assert sittings(course) - sat == len(CLASS) - len(kept)
    assert kept.items() <= stored(home).items()
    assert results(home) == results(undisturbed)


def test_after_a_kill_between_two_pages_the_next_run_writes_them_all(
    home: Path, course: Course, undisturbed: Path
) -> None:
    index = home / "results" / "index.html"
    index.parent.mkdir()
    os.mkfifo(index)  # whoever looks what is in it waits for ever
    with nothing_left(), started(home, "run", "subs", "--slots", "2") as process:
        wait_until(lambda: len(list(index.parent.glob("staff/a00/*.html"))) == len(CLASS))
        process.kill()
    index.unlink()
    assert not (index.parent / "grades.csv").exists()
    sat = sittings(course)

    assert run(home, "run", "subs").returncode == ExitCode.OK
    assert sittings(course) == sat
    for name in ("grades.csv", "index.html"):
        assert (index.parent / name).read_text() == (undisturbed / "results" / name).read_text()


def test_a_second_run_starts_no_judge_and_changes_no_file(undisturbed: Path) -> None:
    before, rows = contents(undisturbed / "results"), stored(undisturbed)
    assert run(undisturbed, "run", "subs").returncode == ExitCode.OK
    course = open_course(undisturbed)
    assert (templates(course), sittings(course)) == (1, len(CLASS))
    assert stored(undisturbed) == rows
    assert contents(undisturbed / "results") == before


def contents(folder: Path) -> dict[Path, bytes]:
    """What a person sees in a results folder: the store's own files are left out."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files if not path.name.startswith("grades.sqlite")}


def test_ctrl_c_ends_a_run_with_its_own_exit_code_and_the_next_run_does_the_rest(
    home: Path, course: Course
) -> None:
    with (
        nothing_left(),
        hearing_ctrl_c(),
        started(home, "run", "subs", "--slots", "1") as process,
    ):
        wait_until(lambda: the_first_grade_is_stored(home))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == ExitCode.INTERRUPTED
    assert "what is graded is kept" in errors
    kept, sat = stored(home), sittings(course)
    assert 1 <= len(kept) < len(CLASS)
    assert run(home, "run", "subs").returncode == ExitCode.OK
    assert sittings(course) - sat == len(CLASS) - len(kept)


def test_two_graders_do_not_work_on_one_folder(home: Path, course: Course) -> None:
    with started(home, "run", "subs", "--slots", "1") as first:
        wait_until(lambda: the_first_grade_is_stored(home))
        second = run(home, "run", "subs")
        assert second.returncode == ExitCode.ENVIRONMENT
        assert f"another grader (process {first.pid}) is working on this folder" in second.stderr
        first.communicate()
        assert first.returncode == ExitCode.OK
    assert sittings(course) == len(CLASS)
