"""Which names a new assignment may have, and what its part is called then."""

from __future__ import annotations

import pytest

from grader.errors import UsageError
from grader.scaffold.new_assignment import course_of, part_of, title_of


@pytest.mark.parametrize(
    ("assignment", "part"),
    [
        ("a17_attention", "attention"),
        ("a17-self-attention", "self_attention"),
        ("3_Attention", "attention"),
        ("attention", "attention"),
        ("a17", "a17"),
    ],
)
def test_a_part_is_called_what_follows_the_number(assignment: str, part: str) -> None:
    assert part_of(assignment) == part


@pytest.mark.parametrize(
    "assignment", ["", "a b", "../a17", "a17/b", "a17_Aufmerksamkeit für", "."]
)
def test_what_is_no_file_name_everywhere_is_refused(assignment: str) -> None:
    with pytest.raises(UsageError, match="letters, digits, - and _"):
        part_of(assignment)


@pytest.mark.parametrize(
    ("assignment", "why"),
    [
        ("a17_", "no Python name"),
        ("a17_3d", "no Python name"),
        ("a17_class", "no Python name"),
        ("a17_test_x", "no Python name"),
        ("a17_random", "Python has a module random"),
        ("a17_numpy", "something else"),
        ("a17_mistakes", "something else"),
    ],
)
def test_a_part_that_would_hide_a_module_is_refused(assignment: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        part_of(assignment)


@pytest.mark.parametrize(
    ("folder", "course"),
    [("dl-2026", "dl-2026"), ("Tiefes Lernen (neu)", "Tiefes-Lernen-neu"), ("日本", "course")],
)
def test_a_course_is_called_after_its_folder_in_letters_that_files_may_have(
    folder: str, course: str
) -> None:
    assert course_of(folder) == course


def test_a_title_is_the_name_as_a_person_writes_it() -> None:
    assert title_of("linear_models") == "Linear models"
