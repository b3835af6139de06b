"""From submissions to grades, with real judges and far sides; and what happens when they fail."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from grader.assignments import Course
from grader.errors import CourseError, SandboxMissing
from grader.far.lockdown import landlock_abi
from grader.model import Grade, SandboxSpec, Submission, Verdict
from grader.pipeline import Pipeline
from grader.sandbox.base import Sandbox, Session
from grader.sandbox.local import LocalSandbox
from grader.scoring import points_of
from grader.store import Store
from tests.classroom import (
    BLANK,
    CRASH,
    ENDLESS,
    RIGHT,
    WRONG,
    make_classroom,
    sittings,
    stored,
    templates,
)
from tests.courses import make_course, submission
from tests.processes import nothing_left
from tests.requires import requires
from tests.sabotage import DeadOnArrival, Sabotaged

SECRET = b"0123456789abcdef0123456789abcdef"
SLEEPS = "import time\ndef double(x):\n    time.sleep(1000)\n"
SABOTAGE = "# sabotage\n" + RIGHT


@pytest.fixture(autouse=True)
def _processes() -> Iterator[None]:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    with nothing_left():
        yield


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_classroom(tmp_path / "course")


class Diary:
    """An observer that writes down what it hears."""

    def __init__(self) -> None:
        self.entries: list[str] = []

    def proving(self, assignments: Sequence[str]) -> None:
        self.entries.append(f"proving {' '.join(assignments)}")

    def grading(self, total: int, stored: int) -> None:
        self.entries.append(f"grading {total - stored} of {total}")

    def started(self, submission: Submission) -> None:
        self.entries.append(f"started {submission.id}")

    def postponed(self, submission: Submission) -> None:
        self.entries.append(f"postponed {submission.id}")

    def finished(self, grade: Grade) -> None:
        self.entries.append(f"finished {grade.submission}")


@contextmanager
def opened(
    course: Course,
    *,
    sandbox: Sandbox | None = None,
    slots: int = 2,
    out: str = "results",
    diary: Diary | None = None,
) -> Iterator[Pipeline]:
    with Store.open(course.root / out / "grades.sqlite") as store:
        yield Pipeline(course, sandbox or LocalSandbox(), SECRET, slots, store, diary or Diary())


def grades_of(course: Course, submissions: Sequence[Submission], **how: object) -> list[Grade]:
    with opened(course, **how) as pipeline:  # type: ignore[arg-type]
        return pipeline.run(submissions)


def verdicts(grade: Grade) -> list[Verdict]:
    return [result.verdict for result in grade.results]


def timeless(grade: Grade) -> Grade:
    results = tuple(msgspec.structs.replace(result, facts=None) for result in grade.results)
    return msgspec.structs.replace(grade, seconds=0.0, results=results)


CLASS = {"ada": RIGHT, "ben": WRONG, "chen": ENDLESS, "dora": CRASH, "eve": BLANK, "fay": RIGHT}


def the_class() -> list[Submission]:
    return [submission(source, student) for student, source in CLASS.items()]


# --- what is graded ---------------------------------------------------------------------------


def test_each_of_a_class_gets_the_verdicts_of_their_own_work(course: Course) -> None:
    grades = grades_of(course, the_class())
    assert {grade.people[0]: set(verdicts(grade)) for grade in grades} == {
        "ada": {Verdict.PASSED},
        "ben": {Verdict.FAILED},
        "chen": {Verdict.TIMEOUT},
        "dora": {Verdict.SIGNAL},
        "eve": {Verdict.NOT_IMPLEMENTED},
        "fay": {Verdict.PASSED},
    }
    assert [points_of(grade) for grade in grades] == [10, 0, 0, 0, 0, 10]


def test_grades_are_the_same_with_one_slot_or_three_in_any_order(course: Course) -> None:
    one = grades_of(course, the_class(), slots=1, out="one")
    three = grades_of(course, the_class()[::-1], slots=3, out="three")
    assert list(map(timeless, one)) == list(map(timeless, three[::-1]))


def test_a_stored_grade_is_the_grade_that_was_new(course: Course) -> None:
    diary = Diary()
    new = grades_of(course, the_class())
    stored = grades_of(course, the_class(), diary=diary)
    assert msgspec.msgpack.encode(list(map(timeless, stored))) == msgspec.msgpack.encode(
        list(map(timeless, new))
    )
    assert diary.entries == []
    assert (sittings(course), templates(course)) == (6, 1)


def test_only_what_is_new_is_graded(course: Course) -> None:
    diary = Diary()
    grades_of(course, [submission(RIGHT, "ada")])
    grades_of(course, [submission(RIGHT, "ada"), submission(WRONG, "ben")], diary=diary)
    assert diary.entries == ["proving a00", "grading 1 of 2", "started a00/ben", "finished a00/ben"]


def test_two_students_with_the_same_files_each_get_a_grade_of_their_own(course: Course) -> None:
    ada = msgspec.structs.replace(submission(RIGHT, "ada"), notes=("found in ada.zip",))
    bob = submission(RIGHT, "bob")
    stored = grades_of(course, [ada])
    assert grades_of(course, [ada, bob]) == [
        *stored,
        msgspec.structs.replace(stored[0], submission="a00/bob", people=("bob",), notes=()),
    ]
    together = grades_of(course, [ada, bob], out="together")
    assert [(grade.submission, grade.people, grade.notes) for grade in together] == [
        ("a00/ada", ("ada",), ("found in ada.zip",)),
        ("a00/bob", ("bob",), ()),
    ]


def test_a_changed_check_a_changed_secret_and_a_changed_submission_are_graded_anew(
    course: Course,
) -> None:
    grades_of(course, [submission(RIGHT)])
    grades_of(course, [submission(RIGHT + "# more\n")])
    assert sittings(course) == 2
    check = course.root / "assignments" / "a00" / "test_work.py"
    check.write_text(check.read_text() + "# more\n")
    grades_of(course, [submission(RIGHT)])
    assert sittings(course) == 3
    with opened(course) as pipeline:
        other = Pipeline(course, LocalSandbox(), SECRET[::-1], 1, pipeline.store, pipeline.observer)
        other.run([submission(RIGHT)])
    assert sittings(course) == 4


def test_what_comes_close_to_a_limit_is_repeated_alone_when_all_others_are_done(
    course: Course,
) -> None:
    nearly_late = """
        import time
        def double(x):
            while x.ndim == 1 and time.process_time() % 1000 < 0.45:
                pass
            return 2 * x
    """
    diary = Diary()
    grades = grades_of(
        course,
        [submission(nearly_late, "gus"), submission(RIGHT, "ada"), submission(WRONG, "ben")],
        diary=diary,
    )
    assert [grade.submission for grade in grades] == ["a00/gus", "a00/ada", "a00/ben"]
    assert diary.entries.count("postponed a00/gus") == 1
    assert diary.entries[-2:] == ["started a00/gus", "finished a00/gus"]
    assert sittings(course) == 4


# --- which assignments must be complete -------------------------------------------------------


def test_an_assignment_that_nobody_handed_in_may_be_half_written(course: Course) -> None:
    folder = course.root / "assignments" / "b07"
    folder.mkdir()
    shutil.copy(course.root / "assignments" / "a00" / "assignment.toml", folder)
    assert set(course.assignment_settings()) == {"a00", "b07"}
    assert points_of(grades_of(course, [submission(RIGHT)])[0]) == 10


def test_an_assignment_that_is_graded_must_be_complete(course: Course) -> None:
    (course.root / "reference" / "a00" / "work.py").unlink()
    with pytest.raises(CourseError) as stopped:
        grades_of(course, [submission(RIGHT)])
    assert "needs its solution" in stopped.value.problems[0]


def test_one_wrong_reference_stops_the_run_and_the_judges_of_the_others(course: Course) -> None:
    for kind in ("assignments", "reference"):
        shutil.copytree(course.root / kind / "a00", course.root / kind / "a01")
    (course.root / "reference" / "a01" / "work.py").write_text(BLANK)
    other = msgspec.structs.replace(submission(RIGHT), id="a01/ada", assignment="a01")
    with pytest.raises(CourseError, match="a01: the reference does not pass its own checks"):
        grades_of(course, [submission(RIGHT), other])


def test_a_package_that_is_not_installed_is_named_before_anybody_is_graded(course: Course) -> None:
    settings = course.root / "assignments" / "a00" / "assignment.toml"
    settings.write_text(settings.read_text().replace('["numpy"]', '["numpy", "no_such_package"]'))
    with pytest.raises(SandboxMissing, match="a00 needs no_such_package, which is not installed"):
        grades_of(course, [submission(RIGHT)])
    assert templates(course) == 0


# --- our faults are not theirs ----------------------------------------------------------------


def test_a_submission_that_follows_through_fresh_slots_is_set_aside(course: Course) -> None:
    sandbox = Sabotaged()
    students = [submission(RIGHT, "ada"), submission(SABOTAGE, "eve"), submission(WRONG, "ben")]
    grades = grades_of(course, students, sandbox=sandbox, slots=1)
    assert [points_of(grade) for grade in grades] == [10, None, 0]
    assert "4 slots failed" in grades[1].infra
    assert sandbox.opened == 5, "one for everybody, three fresh ones, one for the probe"


def test_a_submission_that_was_set_aside_is_tried_again_by_the_next_run(course: Course) -> None:
    grades_of(course, [submission(SABOTAGE, "eve")], sandbox=Sabotaged())
    assert points_of(grades_of(course, [submission(SABOTAGE, "eve")])[0]) == 10


def test_a_sandbox_that_works_for_nobody_ends_the_run_and_nothing_is_stored(
    course: Course,
) -> None:
    with pytest.raises(SandboxMissing, match="the local sandbox does not work"):
        grades_of(course, the_class(), sandbox=DeadOnArrival())
    assert stored(course.root) == {}


def test_a_judge_that_dies_of_a_submission_sets_that_one_aside(tmp_path: Path) -> None:
    checks = '''
        import os
        import pytest

        @pytest.mark.points(1)
        def test_it(student):
            """It works."""
            answer = student.double(1)
            if answer == 7:
                os.abort()
            assert answer == 2
    '''
    course = make_course(tmp_path, checks=checks)
    seven = "def double(x):\n    return 7\n"
    grades = grades_of(course, [submission(seven, "eve"), submission(RIGHT, "ada")])
    assert [points_of(grade) for grade in grades] == [None, 1]


def test_a_template_that_dies_is_nobodys_fault_and_ends_the_run(tmp_path: Path) -> None:
    checks = '''
        import os, signal
        import pytest

        @pytest.mark.points(1)
        def test_it(student):
            """It works."""
            if student.double(1) == 7:
                os.kill(os.getppid(), signal.SIGKILL)
    '''
    course = make_course(tmp_path, checks=checks)
    seven = "def double(x):\n    return 7\n"
    with pytest.raises(CourseError, match="the judge ended while it was grading"):
        grades_of(course, [submission(seven, "eve"), submission(RIGHT, "ada")], slots=1)


# --- a run that ends early --------------------------------------------------------------------


class Stops(Diary):
    """Presses Ctrl-C when the first grade is there."""

    def finished(self, grade: Grade) -> None:
        raise KeyboardInterrupt


def test_an_interrupted_run_waits_for_nobody_and_keeps_what_is_done(tmp_path: Path) -> None:
    course = make_course(tmp_path, limits="check_wall = 3000.0")
    students = [submission(RIGHT, "ada"), *(submission(SLEEPS, f"s{i}") for i in range(6))]
    with pytest.raises(KeyboardInterrupt):
        grades_of(course, students, diary=Stops())
    diary = Diary()
    grades_of(course, students[:1], diary=diary)
    assert diary.entries == []


class Unexpected(LocalSandbox):
    """Has a mistake."""

    def open(self, spec: SandboxSpec) -> Session:  # type: ignore[override]
        raise ZeroDivisionError


def test_an_exception_in_a_slot_reaches_the_caller(course: Course) -> None:
    with pytest.raises(ZeroDivisionError):
        grades_of(course, the_class(), sandbox=Unexpected())
