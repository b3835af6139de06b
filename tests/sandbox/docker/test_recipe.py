from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.far.boot import ROOT
from grader.sandbox.docker.recipe import Recipe, context, recipe

RECIPE = Recipe({"Dockerfile": b"FROM base\n", "grader/__init__.py": b""})
files = st.dictionaries(st.text(min_size=1), st.binary(), max_size=4)


def names_in(recipe: Recipe, wheels: Path | None = None) -> set[str]:
    with context(recipe, wheels) as file, tarfile.open(fileobj=file) as tar:
        return set(tar.getnames())


def test_nothing_but_the_far_side_goes_into_the_image() -> None:
    names = set(recipe().files) - {"Dockerfile", "constraints.txt", "grader/__init__.py"}
    assert {"grader/far/supervisor/agent.py", "grader/far/lockdown/seccomp.py"} <= names
    assert all(
        name.startswith(("grader/far/", "grader/wire/")) and name.endswith(".py") for name in names
    )


def test_the_recipe_holds_what_is_on_the_disk() -> None:
    assert all((ROOT / name).read_bytes() == content for name, content in recipe().files.items())


@given(files, files)
def test_digests_are_equal_for_equal_recipes_and_only_for_them(
    one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    assert (Recipe(one).digest == Recipe(other).digest) == (one == other)
    assert Recipe(dict(reversed(one.items()))).digest == Recipe(one).digest


def test_a_byte_that_moves_to_the_next_file_changes_the_digest() -> None:
    assert Recipe({"a": b"xb", "c": b""}).digest != Recipe({"a": b"x", "bc": b""}).digest


def test_the_context_of_equal_recipes_is_equal_to_the_byte() -> None:
    with context(RECIPE, None) as one, context(Recipe(dict(RECIPE.files)), None) as other:
        assert one.read() == other.read()


def test_the_folder_of_wheels_is_there_even_when_it_is_empty() -> None:
    assert names_in(RECIPE) == {"wheels", "Dockerfile", "grader/__init__.py"}


def test_wheels_go_into_the_context_and_other_files_of_their_folder_do_not(tmp_path: Path) -> None:
    (tmp_path / "numpy-2.4.6-cp311.whl").write_bytes(b"wheel")
    (tmp_path / "notes.txt").write_bytes(b"private")
    assert names_in(RECIPE, tmp_path) - names_in(RECIPE) == {"wheels/numpy-2.4.6-cp311.whl"}


@pytest.mark.parametrize("folder", ["empty", "nowhere"])
def test_a_folder_without_wheels_is_refused_by_name(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=f"no wheel in {tmp_path / folder}"):
        context(RECIPE, tmp_path / folder)
