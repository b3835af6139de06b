"""The judge template: proves the course first, then judges submissions in real slots."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.assignments import Course
from grader.errors import CourseError, SlotLost
from grader.far.boot import ROOT
from grader.judge.worker import client
from grader.judge.worker.client import JudgeTemplate
from grader.model import CheckResult, Judged, Verdict
from tests.courses import make_course, submission
from tests.judge.judging import SECRET, judge, judge_files, template_of


def verdicts(judged: Judged) -> dict[str, Verdict]:
    return {result.check.id: result.verdict for result in judged.results}


def only(judged: Judged) -> CheckResult:
    (result,) = judged.results
    return result


ONE_CHECK = '''
import numpy as np
import pytest
from grader.checks import check_value

@pytest.mark.points(1)
def test_it(student, given, rng):
    """It works."""
    {body}
'''


def one_check(root: Path, body: str, reference: str, given: str | None = None) -> Course:
    return make_course(root, checks=ONE_CHECK.format(body=body), reference=reference, given=given)


@pytest.mark.parametrize("backend", ["local", "trusted"])
def test_a_right_submission_earns_everything(tmp_path: Path, backend: str) -> None:
    judged = judge(make_course(tmp_path), "def double(x):\n    return x + x\n", backend)
    assert verdicts(judged) == {
        "test_double": Verdict.PASSED,
        "test_double_of_a_matrix": Verdict.PASSED,
    }
    assert sum(result.points for result in judged.results) == 10


def test_a_wrong_submission_fails_with_evidence(tmp_path: Path) -> None:
    judged = judge(make_course(tmp_path), "def double(x):\n    return 3 * x\n")
    assert {result.verdict for result in judged.results} == {Verdict.FAILED}
    assert all(result.evidence for result in judged.results)


def test_a_crash_in_one_check_leaves_the_next_unharmed(tmp_path: Path) -> None:
    source = """
        import os
        def double(x):
            if x.ndim == 1:
                os.abort()
            return 2 * x
    """
    judged = judge(make_course(tmp_path), source)
    assert verdicts(judged) == {
        "test_double": Verdict.SIGNAL,
        "test_double_of_a_matrix": Verdict.PASSED,
    }


def test_public_and_hidden_checks_do_not_share_a_process(tmp_path: Path) -> None:
    source = """
        calls = []
        def double(x):
            calls.append(x)
            return 2 * x if len(calls) == 1 else None
    """
    assert set(verdicts(judge(make_course(tmp_path), source)).values()) == {Verdict.PASSED}


def test_what_a_submission_prints_belongs_to_the_check_that_called_it(tmp_path: Path) -> None:
    judged = judge(make_course(tmp_path), "def double(x):\n    print(x.ndim)\n    return 2 * x\n")
    assert [result.output for result in judged.results] == ["1\n", "2\n"]


def test_a_syntax_error_is_said_with_its_line(tmp_path: Path) -> None:
    judged = judge(make_course(tmp_path), "def double(x):\n    return 2 x\n")
    raised = judged.results[0].raised
    assert raised is not None
    assert (raised.type, raised.frames[0].line) == ("SyntaxError", 2)
    assert raised.frames[0].source == "return 2 x"


def test_an_endless_loop_ends_within_its_limits(tmp_path: Path) -> None:
    judged = judge(make_course(tmp_path), "def double(x):\n    while True:\n        pass\n")
    assert set(verdicts(judged).values()) == {Verdict.TIMEOUT}


def test_a_file_that_never_finishes_loading_is_loaded_once(tmp_path: Path) -> None:
    judged = judge(make_course(tmp_path), "while True:\n    pass\n")
    assert [(result.verdict, result.reason) for result in judged.results] == [
        (Verdict.TIMEOUT, "load"),
        (Verdict.TIMEOUT, "load"),
    ]


def test_a_sleeper_ends_at_the_wall_limit(tmp_path: Path) -> None:
    course = make_course(tmp_path, limits="check_wall = 1.0")
    judged = judge(course, "import time\ndef double(x):\n    time.sleep(1000)\n")
    assert {result.reason for result in judged.results} == {"wall"}


def test_the_budget_of_all_checks_is_kept(tmp_path: Path) -> None:
    course = make_course(tmp_path, limits="check_cpu = 1.0\nbudget_cpu = 1.0")
    judged = judge(course, "def double(x):\n    while True:\n        pass\n")
    assert [result.reason for result in judged.results] == ["cpu", "budget"]


def test_a_check_that_needs_another_is_skipped_because_of_it(tmp_path: Path) -> None:
    checks = '''
        import pytest
        from grader.checks import check_value

        @pytest.mark.points(1)
        def test_first(student):
            """The first thing holds."""
            check_value(student.double, (1,), 2)

        @pytest.mark.points(1)
        @pytest.mark.needs("test_first")
        def test_second(student):
            """The second thing holds."""
            check_value(student.double, (2,), 4)
    '''
    judged = judge(make_course(tmp_path, checks=checks), "def double(x):\n    return 7\n")
    assert verdicts(judged) == {"test_first": Verdict.FAILED, "test_second": Verdict.SKIPPED}
    assert "The first thing holds" in judged.results[1].message


def test_an_awarded_share_earns_that_share(tmp_path: Path) -> None:
    checks = '''
        import pytest

        @pytest.mark.points(10)
        def test_it(student, award):
            """It gets part of the way."""
            award(0.6 if student.double(1) == 2 else 1.0)
    '''
    judged = judge(make_course(tmp_path, checks=checks), "def double(x):\n    return 2 * x\n")
    assert only(judged).points == 6


def test_given_objects_are_arguments_on_the_far_side(tmp_path: Path) -> None:
    course = one_check(
        tmp_path,
        "check_value(student.double, (given.Box(4),), 8)",
        "def double(box):\n    return 2 * box.content\n",
        given="class Box:\n    def __init__(self, content):\n        self.content = content\n",
    )
    source = "from given import Box\ndef double(box):\n    return Box(box.content * 2).content\n"
    assert only(judge(course, source)).verdict is Verdict.PASSED


def test_a_students_checker_is_called_with_a_function_of_the_judge(tmp_path: Path) -> None:
    course = one_check(
        tmp_path,
        "check_value(student.double, (lambda x: x ** 3, 2.0), 12.0, rtol=1e-6)",
        "def double(f, x, h=1e-5):\n    return (f(x + h) - f(x - h)) / (2 * h)\n",
    )
    source = "def double(f, x, h=1e-4):\n    return (f(x + h) - f(x - h)) / (2 * h)\n"
    assert only(judge(course, source)).verdict is Verdict.PASSED


def test_two_parts_have_a_namespace_each(tmp_path: Path) -> None:
    checks = '''
        import pytest

        @pytest.mark.points(1)
        def test_left(student):
            """The left part doubles."""
            assert student.left.double(1) == 2

        @pytest.mark.points(1)
        def test_right(student):
            """The right part doubles."""
            assert student.right.double(1) == 2
    '''
    course = make_course(tmp_path, checks=checks, parts=("left", "right"))
    files = (
        *submission("def double(x):\n    return 2 * x\n", file="left.py").files,
        *submission("import os\nos._exit(3)\n", file="right.py").files,
    )
    assert verdicts(judge_files(course, files)) == {
        "test_left": Verdict.PASSED,
        "test_right": Verdict.EXITED,
    }


def test_a_part_that_dies_while_it_becomes_an_argument_decides(tmp_path: Path) -> None:
    checks = '''
        import contextlib
        import pytest

        @pytest.mark.points(1)
        def test_swallowing(student):
            """The left part doubles, and the check forgives everything else."""
            assert student.left.double(1) == 2
            with contextlib.suppress(Exception):
                student.left.double(student.right.double)
    '''
    course = make_course(tmp_path, checks=checks, parts=("left", "right"))
    files = (
        *submission("def double(x):\n    return 2 * x\n", file="left.py").files,
        *submission("import os\nos._exit(3)\n", file="right.py").files,
    )
    assert verdicts(judge_files(course, files)) == {"test_swallowing": Verdict.EXITED}


def test_noise_on_the_line_is_no_way_around_the_budget(tmp_path: Path) -> None:
    course = make_course(tmp_path, limits="check_cpu = 1.0\nbudget_cpu = 1.0")
    source = """
        import os, time
        def double(x):
            while time.process_time() < 0.7:
                pass
            for descriptor in range(3, 32):
                try:
                    os.write(descriptor, b"noise" * 100)
                except OSError:
                    pass
            time.sleep(60)
    """
    first, second = judge(course, source).results
    assert first.verdict is Verdict.PROTOCOL
    assert second.reason == "budget"


def test_the_judge_finds_expected_values_in_the_memo(tmp_path: Path) -> None:
    template = JudgeTemplate(make_course(tmp_path).root, "a00", SECRET)
    checks = template.prepared()
    template.close()
    assert [check.id for check in checks] == ["test_double", "test_double_of_a_matrix"]


def test_hidden_numbers_depend_on_the_secret_and_public_ones_do_not(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    source = "def double(x):\n    print(x.sum())\n    return x\n"
    outputs = []
    for secret in (SECRET, b"another secret of thirty-two byte"):
        judged = judge_files(course, submission(source).files, secret=secret)
        outputs.append([result.output for result in judged.results])
    (public, hidden), (public_again, hidden_again) = outputs
    assert public == public_again
    assert hidden != hidden_again


# --- courses that are wrong ---------------------------------------------------------------------


def test_only_the_checks_that_are_named_run(tmp_path: Path) -> None:
    files = submission("def double(x):\n    return 2 * x\n").files
    judged = judge_files(make_course(tmp_path), files, only=["test_double_of_a_matrix"])
    assert verdicts(judged) == {"test_double_of_a_matrix": Verdict.PASSED}


def test_checks_that_the_template_does_not_have_are_named(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    with pytest.raises(CourseError, match="no check called test_cube, test_triple") as stopped:
        judge_files(course, (), only=["test_triple", "test_double", "test_cube"])
    assert stopped.value.hint == "It has test_double, test_double_of_a_matrix."


FORGETFUL = """
import sys
sys.path.insert(0, {root!r})
from grader.judge.worker import template

class Forgetful(template.JudgeWorker):
    def _judge(self, message, slot):
        return self._session.run()

template.JudgeWorker = Forgetful
template.main()
"""


def test_a_judge_without_its_submission_gives_no_grade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The template has run the reference before: a judge must not find it where it looks."""
    forgetful = [sys.executable, "-c", FORGETFUL.format(root=str(ROOT))]
    monkeypatch.setattr(client, "command", lambda module: forgetful)
    files = submission("def double(x):\n    return None\n").files
    with pytest.raises(SlotLost, match="is gone"):
        judge_files(make_course(tmp_path), files, secret=b"of a template of its own")


def refused(course: Course) -> CourseError:
    with pytest.raises(CourseError) as stopped:
        template_of(course)
    return stopped.value


def test_a_reference_that_fails_its_checks_grades_nobody(tmp_path: Path) -> None:
    checks = '''
        import pytest
        @pytest.mark.points(1)
        def test_it(student):
            """It triples."""
            assert student.double(1) == 3
    '''
    error = refused(make_course(tmp_path, checks=checks))
    assert "does not pass its own checks" in error.message
    assert error.problems[0].startswith("test_it: FAILED")


def test_a_check_that_asks_nothing_is_refused(tmp_path: Path) -> None:
    checks = '''
        import pytest
        @pytest.mark.points(1)
        def test_it(student):
            """It does nothing."""
    '''
    assert "without asking" in refused(make_course(tmp_path, checks=checks)).problems[0]


def test_every_problem_of_the_checks_is_said_at_once(tmp_path: Path) -> None:
    checks = '''
        import pytest
        def test_without_title(student): student.double(1)

        @pytest.mark.points(0)
        @pytest.mark.needs("test_nowhere")
        def test_worthless(student):
            """It is worth nothing."""
    '''
    problems = "\n".join(refused(make_course(tmp_path, checks=checks)).problems)
    assert "needs a docstring" in problems
    assert "say what the check is worth" in problems
    assert "needs test_nowhere" in problems


def test_a_check_file_that_cannot_be_imported_is_a_course_error(tmp_path: Path) -> None:
    error = refused(make_course(tmp_path, checks="import nothing_of_this_name\n"))
    assert "nothing_of_this_name" in "".join(error.problems)


def test_a_misspelt_mark_is_a_course_error(tmp_path: Path) -> None:
    checks = '''
        import pytest
        @pytest.mark.point(1)
        def test_it(student):
            """It has a mark that nobody knows."""
    '''
    assert "point" in "".join(refused(make_course(tmp_path, checks=checks)).problems)
