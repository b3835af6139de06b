"""Names of students as file names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.filenames import file_stem, page_path
from tests.reports import samples

ANYTHING = st.text(st.characters(exclude_categories=()))


def test_a_harmless_name_is_kept() -> None:
    assert file_stem("ana_l-07") == "ana_l-07"
    assert str(page_path(samples.perfect("ana"))) == "a03_losses/ana.html"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "con", "staff", "", ".", "-rf", "a\0b", "Ana"]
)
def test_any_other_name_gets_a_digest(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*-[0-9a-f]{12}", file_stem(name))


def test_a_name_that_looks_like_one_of_ours_gets_a_digest_too() -> None:
    assert file_stem(file_stem("Ana")) != file_stem("Ana")


@given(ANYTHING)
def test_every_file_name_is_safe_everywhere(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", file_stem(name))


@given(ANYTHING, ANYTHING)
def test_two_students_never_share_a_file(one: str, other: str) -> None:
    assert (file_stem(one) == file_stem(other)) == (one == other)
