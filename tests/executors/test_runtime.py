"""The runtime in the store key: what the student's code runs on."""

from __future__ import annotations

from importlib import metadata

from grader.executors.runtime import runtime


def test_the_runtime_names_tier_python_and_the_builds_of_the_packages() -> None:
    found = runtime("local", ["numpy"])
    assert found.startswith("local ")
    assert f"numpy {metadata.version('numpy')}" in found
    assert "msgspec" in found
    assert "torch" not in found


def test_packages_count_and_their_order_does_not() -> None:
    assert runtime("local", ["numpy", "click"]) == runtime("local", ["click", "numpy"])
    assert runtime("local", ["numpy", "click"]) != runtime("local", ["numpy"])
    assert runtime("local", ["numpy"]) != runtime("docker", ["numpy"])


def test_a_package_that_is_not_there_is_absent() -> None:
    assert "no_such_package absent" in runtime("local", ["no_such_package"])


def test_a_package_may_have_another_name_than_what_installs_it() -> None:
    assert f"_pytest pytest {metadata.version('pytest')}" in runtime("local", ["_pytest"])


def test_an_image_holds_all_that_a_grade_depends_on() -> None:
    assert runtime("docker", ["numpy"], "sha256:1") == runtime("docker", ["click"], "sha256:1")
    assert runtime("docker", ["numpy"], "sha256:1") != runtime("docker", ["numpy"], "sha256:2")
