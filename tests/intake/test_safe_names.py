"""What things are called: safe, stable, and different where the originals differ."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.safe_names import (
    LONGEST_ID,
    UnsafeName,
    is_archive,
    is_clutter,
    path_inside,
    same_student,
    shown,
    stem,
    student_id,
)

anything = st.text(st.characters(exclude_categories=()), min_size=1, max_size=200)


@pytest.mark.parametrize(
    "name", ["alice", "Doe, Jane", "Jané", "李雷", "alice.v2", "s1234567", "O'Neil"]
)
def test_a_usual_name_is_the_students_id(name: str) -> None:
    assert student_id(name) == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b", "a%2Fb"),
        ("a:b", "a%3Ab"),
        ("100%", "100%25"),
        ("new\nline", "new%0Aline"),
        ("\u202eevil", "%E2%80%AEevil"),
        ("\udcff", "%FF"),
        (" alice ", "%20alice%20"),
        ("..", "%2E%2E"),
        ("con", "%63on"),
        ("NUL.txt", "%4EUL.txt"),
        ("Jane\u0301", "Jané"),
    ],
)
def test_what_some_system_refuses_is_encoded(name: str, safe: str) -> None:
    assert student_id(name) == safe


def test_a_long_name_is_cut_and_stays_different() -> None:
    long, other = student_id("x" * 5000 + "a"), student_id("x" * 5000 + "b")
    assert long != other
    assert long.startswith("x" * 100)
    assert len(long) == LONGEST_ID


@given(anything)
def test_an_id_is_a_safe_file_name(name: str) -> None:
    safe = student_id(name)
    assert safe.isprintable()
    assert not set(safe) & set('/\\:*?"<>|')
    assert safe not in ("", ".", "..")
    assert safe == safe.strip(" .")
    assert len(safe.encode()) <= LONGEST_ID


@given(anything, anything)
def test_different_names_have_different_ids(one: str, other: str) -> None:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (student_id(one) == student_id(other)) == same


def test_students_that_differ_by_case_or_composition_are_the_same() -> None:
    assert same_student("ALICE") == same_student("alice")
    assert same_student("JANÉ") == same_student("Jane\u0301")


@given(anything)
def test_shown_text_is_one_short_printable_line(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) < 2000


def test_the_stem_is_the_name_without_the_ending_that_says_what_it_is() -> None:
    names = ["alice.py", "alice.PY", "alice.zip", "alice.tar.gz", "alice.TGZ", "alice"]
    assert {stem(name) for name in names} == {"alice"}
    assert stem("alice.v2.py") == "alice.v2"
    assert not is_archive("zip")


def test_clutter_is_told_from_work() -> None:
    assert is_clutter("__MACOSX")
    assert is_clutter(".anything")
    assert not is_clutter("losses.py")


def test_a_path_inside_an_archive_is_its_folders_and_its_name() -> None:
    assert path_inside("./a//b\\c.py") == ("a", "b", "c.py")
    assert path_inside("a/b/") == ("a", "b")


@given(anything)
def test_a_path_inside_an_archive_stays_inside_or_is_refused(name: str) -> None:
    try:
        path = path_inside(name)
    except UnsafeName:
        return
    assert not {"", ".", ".."} & set(path)
    assert not any("/" in piece or "\\" in piece for piece in path)
