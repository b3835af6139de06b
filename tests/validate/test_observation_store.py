"""An assignment is tried once per change; what was seen is read until something changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.validate.observation import CandidateKind
from grader.validate.observation_store import FOLDER, ObservationStore, key_of
from grader.validate.validation import Validation
from tests.validate.course import FILES, SLIGHT, course_with, replaced, validation_of

WORK = "reference/a00/work.py"


class Counter:
    """Counts what is tried."""

    def __init__(self) -> None:
        self.tried_names: list[str] = []

    def began(self, assignment: str) -> None:
        """Nothing is tried yet."""

    def planned(self, candidates: int) -> None:
        """Nor here."""

    def tried(self, name: str) -> None:
        """Count it."""
        self.tried_names.append(name)


def counted(root: Path, *, again: bool = False) -> int:
    """How many submissions one validation of the course tries."""
    counter = Counter()
    validation: Validation = validation_of(course_with(root), SLIGHT, counter, again=again)
    list(validation.reports(("a00",)))
    return len(counter.tried_names)


def test_what_is_unchanged_is_not_tried_again_unless_one_asks_for_it(tmp_path: Path) -> None:
    first = counted(tmp_path)
    assert first > 0
    assert counted(tmp_path) == 0
    assert counted(tmp_path, again=True) == first
    assert counted(tmp_path) == 0


def test_the_report_of_what_was_kept_is_the_same(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    first, second = (
        list(validation_of(course, SLIGHT, Counter()).reports(("a00",))) for _ in range(2)
    )
    assert first == second


def test_a_changed_assignment_is_tried_anew(tmp_path: Path) -> None:
    counted(tmp_path)
    course = course_with(tmp_path, replaced(WORK, "    return 2 * x\n", "    return x + x\n"))
    counter = Counter()
    list(validation_of(course, SLIGHT, counter).reports(("a00",)))
    assert counter.tried_names


def test_a_reference_that_fails_is_tried_every_time(tmp_path: Path) -> None:
    broken = replaced(WORK, "    return 2 * x\n", "    return 3\n")
    course = course_with(tmp_path, broken)
    for _ in range(2):
        (report,) = validation_of(course, SLIGHT, Counter()).reports(("a00",))
        assert report.problems
    assert ObservationStore(tmp_path, "quick").read("a00", "any") is None


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    first = counted(tmp_path)
    (file,) = (tmp_path / FOLDER).glob("*.msgpack")
    file.write_bytes(file.read_bytes()[:100])
    assert counted(tmp_path) == first


def test_the_folder_ignores_itself(tmp_path: Path) -> None:
    counted(tmp_path)
    assert (tmp_path / ".grader" / ".gitignore").read_text() == "*\n"


def test_right_solutions_that_the_course_names_are_tried(tmp_path: Path) -> None:
    named = FILES["grader.toml"] + 'right = ["examples/{assignment}/*", "others/{assignment}"]\n'
    right = {"others/a00/work.py": FILES[WORK], "grader.toml": named}
    (seen,) = [
        validation_of(course_with(tmp_path, dict(right)), SLIGHT, Counter()).observation("a00")
    ]
    assert [trial.name for trial in seen.of(CandidateKind.RIGHT)] == ["a00"]


def test_a_right_solution_that_loses_points_is_a_problem(tmp_path: Path) -> None:
    named = FILES["grader.toml"] + 'right = ["others/{assignment}"]\n'
    wrong = FILES[WORK].replace("return double(double(x))", "return 4 * x + 1e-3")
    course = course_with(tmp_path, {"others/a00/work.py": wrong, "grader.toml": named})
    (report,) = validation_of(course, SLIGHT, Counter()).reports(("a00",))
    assert [
        finding.problem.partition(":")[0]
        for finding in report.problems
        if finding.aspect == "right"
    ] == ["a00 does not pass test_quadruple"]


@pytest.mark.parametrize(
    "other",
    [
        {"tier": "docker"},
        {"image": "sha256:1"},
        {"packages": ("numpy", "torch")},
    ],
)
def test_the_key_holds_where_it_was_tried(other: dict[str, object]) -> None:
    usual: dict[str, object] = {"tier": "local", "image": "", "packages": ("numpy",)}
    assert key_of(("a",), **usual) != key_of(("a",), **(usual | other))  # type: ignore[arg-type]
    assert key_of(("a",), **usual) != key_of(("b",), **usual)  # type: ignore[arg-type]
