"""Which file is which part, and which file is an answer."""

from __future__ import annotations

import pytest

from grader.intake.part_matching import NoPart, defines_any, folder_of_parts, is_near, parts_in
from grader.model import Part

PARTS = (
    Part(name="xor", file="xor.py", functions=("layer1", "Xor")),
    Part(name="deep", file="deep_xor.py", functions=("layer2",)),
)


def unread(path: tuple[str, ...]) -> bytes:
    """Files whose content tells nothing."""
    return b""


def test_exact_names_are_the_parts_and_others_are_not() -> None:
    assert parts_in(["xor.py", "deep_xor.py", "more.py"], PARTS, unread) == {
        "xor.py": "xor.py",
        "deep_xor.py": "deep_xor.py",
    }


@pytest.mark.parametrize(
    "name", ["deep_xor2.py", "Deep-Xor.py", "deep xor (1).py", "hw3_deep_xor.py", "deep_xor_v2.PY"]
)
def test_the_words_of_the_part_in_order_are_a_near_miss(name: str) -> None:
    assert is_near(name, "deep_xor.py")


@pytest.mark.parametrize(
    "name", ["xor_deep.py", "deep.py", "deeper_xor.py", "test_deep_xor.py", "deep_x_or.py"]
)
def test_other_words_are_none(name: str) -> None:
    assert not is_near(name, "deep_xor.py")


def test_a_file_that_could_be_two_missing_parts_is_neither() -> None:
    with pytest.raises(NoPart, match="could be more than one"):
        parts_in(["deep_xor_final.py"], PARTS, unread)


def test_a_file_is_the_only_part_that_is_still_missing() -> None:
    found = parts_in(["xor.py", "deep_xor_final.py"], PARTS, unread)
    assert found == {"xor.py": "xor.py", "deep_xor_final.py": "deep_xor.py"}


def test_an_exact_name_deep_down_is_preferred_to_a_near_miss_above() -> None:
    assert folder_of_parts([("XOR.py",), ("src", "xor.py")], PARTS, unread) == ("src",)


SOURCES = {
    ("homework.py",): b"def layer1(a): ...",
    ("notes.py",): b"x = 1",
    ("src", "final.py"): b"def layer2(): ...",
}


def test_a_file_of_any_name_is_found_by_the_functions_it_defines() -> None:
    names = ["homework.py", "notes.py"]
    assert parts_in(names, PARTS, lambda p: SOURCES[p]) == {"homework.py": "xor.py"}
    assert folder_of_parts([("notes.py",), ("src", "final.py")], PARTS, SOURCES.__getitem__) == (
        "src",
    )


def test_a_file_with_functions_of_two_missing_parts_is_neither() -> None:
    with pytest.raises(NoPart, match="could be more than one"):
        parts_in(["all.py"], PARTS, lambda path: b"def layer1(): ...\ndef layer2(): ...")


def test_parts_nowhere_name_what_was_seen() -> None:
    with pytest.raises(NoPart, match=r"has no xor\.py or deep_xor\.py; found a\.py, d/b\.py"):
        folder_of_parts([("d", "b.py"), ("a.py",)], PARTS, unread)


@pytest.mark.parametrize(
    "source",
    [b"def layer1(a):", b"import x\nclass Xor:\n", b"async def layer2():", b"layer1 = 3", b"Xor=f"],
)
def test_a_file_with_a_function_of_the_assignment_is_an_answer(source: bytes) -> None:
    assert defines_any(source, PARTS)


@pytest.mark.parametrize(
    "source", [b"", b"def layer10(): ...", b"  def layer1(): ...", b"layer1 == 3", b"# def Xor"]
)
def test_a_file_that_only_mentions_one_is_not(source: bytes) -> None:
    assert not defines_any(source, PARTS)
