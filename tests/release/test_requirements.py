"""The requirements of a release are the wheel beside them and tested versions."""

from __future__ import annotations

import pytest

from grader.errors import CourseError
from grader.release.text_files import requirements

PINS = "click==8.1\nNumPy==2.1.0\nnumpy-extras==9\ntorch==2.5.1\n"


def lines(*packages: str) -> list[str]:
    text = requirements(packages, PINS, "it-1-py3-none-any.whl")
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_the_wheel_comes_first_and_each_package_in_its_tested_version() -> None:
    assert lines("numpy") == ["./it-1-py3-none-any.whl", "NumPy==2.1.0"]


def test_torch_is_asked_for_where_an_assignment_has_it_with_a_word_on_its_size() -> None:
    assert lines("numpy", "torch")[-1] == "torch==2.5.1"
    assert "pip install torch==2.5.1 --index-url" in requirements(["torch"], PINS, "it.whl")
    assert "torch" not in requirements(["numpy"], PINS, "it.whl")


def test_a_package_without_a_tested_version_is_refused() -> None:
    with pytest.raises(CourseError, match="no tested version of scipy"):
        lines("scipy")
