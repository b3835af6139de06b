"""An assignment whose packages are not installed is left out; the others are graded."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from grader.cli.run import gradable
from grader.config import AssignmentSettings
from grader.errors import SandboxMissing
from grader.intake import Discovery
from grader.model import Submission
from tests.courses import make_course

PRESENT, ABSENT = "a00", "a15"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, AssignmentSettings]:
    """An assignment that can be graded here, and one that needs a package nobody has."""
    present = make_course(tmp_path).assignment_settings()[PRESENT]
    packages = ("numpy", "torch_of_tomorrow")
    return {PRESENT: present, ABSENT: msgspec.structs.replace(present, packages=packages)}


def found(*assignments: str) -> Discovery:
    return Discovery(
        submissions=tuple(
            Submission(
                id=f"{name}/ada", assignment=name, people=("ada",), files=(), digest=f"{name}"
            )
            for name in assignments
        ),
        problems=(),
    )


def test_the_submissions_of_an_assignment_without_its_package_are_one_problem(
    settings: dict[str, AssignmentSettings],
) -> None:
    rest = gradable(found(PRESENT, ABSENT), settings)
    assert [each.assignment for each in rest.submissions] == [PRESENT]
    (problem,) = rest.problems
    assert problem.path == ABSENT
    assert problem.message == "left out (1), needs torch_of_tomorrow, which is not installed here"


def test_where_every_package_is_there_nothing_is_left_out(
    settings: dict[str, AssignmentSettings],
) -> None:
    assert gradable(found(PRESENT), settings) == found(PRESENT)


def test_a_run_of_which_nothing_is_left_says_what_to_install(
    settings: dict[str, AssignmentSettings],
) -> None:
    with pytest.raises(SandboxMissing) as refused:
        gradable(found(ABSENT), settings)
    assert "a15: needs torch_of_tomorrow, which is not installed here" in str(refused.value)
    assert "Install torch_of_tomorrow where grader is installed." in str(refused.value)
