"""Settings: what a right file means, and that a wrong one is told all its faults at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.config import did_you_mean, read_assignment, read_course
from grader.errors import CourseError, ExitCode
from grader.model import Part, SandboxSpec
from grader.wire.limits import Limits

COURSE = """
[course]
name = "backprop"
title = "Backpropagation from scratch"
"""

ASSIGNMENT = """
title = "One neuron"
torch = false
packages = ["numpy"]

[[parts]]
name = "xor"
file = "xor.py"
functions = ["layer1", "xor"]

[[parts]]
name = "delta"
file = "delta.py"
functions = ["layer1"]

[limits]
check_cpu = 1
memory = 536870912
"""


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(CourseError) as caught:
        read_assignment(text, "a01_neuron")
    assert caught.value.exit_code is ExitCode.COURSE
    return caught.value.problems


def test_a_course_has_a_name_and_a_title() -> None:
    settings = read_course(COURSE)
    assert (settings.name, settings.title) == ("backprop", "Backpropagation from scratch")


def test_an_assignment_has_parts_packages_and_limits() -> None:
    settings = read_assignment(ASSIGNMENT, "a01_neuron")
    assert settings.id == "a01_neuron"
    assert settings.title == "One neuron"
    assert settings.parts == (
        Part(name="xor", file="xor.py", functions=("layer1", "xor")),
        Part(name="delta", file="delta.py", functions=("layer1",)),
    )
    assert settings.limits == Limits(check_cpu=1.0, memory=536870912)


def test_the_sandbox_of_an_assignment_follows_its_settings() -> None:
    settings = read_assignment(ASSIGNMENT, "a01_neuron")
    assert settings.spec == SandboxSpec(packages=("numpy",), limits=settings.limits)


def test_an_assignment_may_ask_for_a_fresh_slot_for_each_submission() -> None:
    settings = read_assignment(f'isolation = "fresh"\n{ASSIGNMENT}', "a01_neuron")
    assert settings.spec.isolation == "fresh"


def test_cells_of_notebooks_may_be_read_for_their_functions_only() -> None:
    assert read_assignment(f'cells = "functions"\n{ASSIGNMENT}', "a01_neuron").definitions
    assert not read_assignment(ASSIGNMENT, "a01_neuron").definitions


def test_an_assignment_may_round_name_suspects_and_say_where_functions_come_from() -> None:
    text = f"""
rounding = 0.5
suspects = ["numpy.polyfit", "numpy.linalg.lstsq"]
{ASSIGNMENT}
[sources]
"xor.layer1" = "Cheat sheet, 1.3. XOR"
"""
    settings = read_assignment(text, "a01_neuron")
    assert settings.rounding == 0.5
    assert settings.suspects == ("numpy.polyfit", "numpy.linalg.lstsq")
    assert settings.sources == {"xor.layer1": "Cheat sheet, 1.3. XOR"}


def test_what_is_left_out_has_its_default() -> None:
    lean = 'title = "T"\n[[parts]]\nname = "f"\nfile = "f.py"\nfunctions = ["f"]\n'
    settings = read_assignment(lean, "a")
    assert (settings.torch, settings.packages, settings.limits) == (False, ("numpy",), Limits())
    assert settings.isolation == "reset"
    assert (settings.rounding, settings.suspects, settings.sources) == (0.0, (), {})


def test_a_torch_assignment_may_import_torch() -> None:
    settings = read_assignment(ASSIGNMENT.replace("torch = false", "torch = true"), "a")
    assert settings.packages == ("numpy", "torch")
    assert settings.spec.torch


def test_all_problems_are_told_at_once_each_with_its_path() -> None:
    wrong = """
titel = "One neuron"
torch = 1
packages = ["numpy", 3]

[[parts]]
name = "xor"
file = "xor.py"
functions = ["layer1", ""]

[[parts]]
name = "class"
file = 3
functions = "layer1"

[limits]
check_cpu = "much"
memroy = 1
"""
    assert set(problems_of(wrong)) == {
        "assignment.toml: title: is missing; expected a string",
        "assignment.toml: titel: unknown key; did you mean 'title'?",
        "assignment.toml: torch: expected true or false, got 1",
        "assignment.toml: packages[1]: expected a string, got 3",
        "assignment.toml: parts[0].functions[1]: expected some text, got nothing",
        "assignment.toml: parts[1].name: expected a Python name, got 'class'",
        "assignment.toml: parts[1].file: expected a string, got 3",
        'assignment.toml: parts[1].functions: expected a list, got "layer1"',
        'assignment.toml: limits.check_cpu: expected a number, got "much"',
        "assignment.toml: limits.memroy: unknown key; did you mean 'memory'?",
    }


def test_the_message_of_an_error_lists_its_problems() -> None:
    with pytest.raises(CourseError) as caught:
        read_course("[course]\nname = 3", "teaching/grader.toml")
    assert str(caught.value).splitlines() == [
        "teaching/grader.toml has wrong settings",
        "  - teaching/grader.toml: course.name: expected a string, got 3",
        "  - teaching/grader.toml: course.title: is missing; expected a string",
    ]


def test_a_syntax_error_is_told_with_its_line() -> None:
    (problem,) = problems_of('title = "One"\ntorch = maybe\n')
    assert problem.startswith("assignment.toml: not valid TOML: ")
    assert "line 2" in problem


def test_a_course_name_fits_into_a_file_name() -> None:
    with pytest.raises(CourseError, match=r"course\.name: expected letters"):
        read_course(COURSE.replace('"backprop"', '"../up"'))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"delta"', '"xor"', "parts[1].name: repeats 'xor'"),
        ('"delta.py"', '"XOR.py"', "parts[1].file: repeats 'XOR.py'"),
        ('"xor.py"', '"../xor.py"', "parts[0].file: expected a file name such as 'xor.py'"),
        ('"xor.py"', '"xor.txt"', "parts[0].file: expected a file name such as 'xor.py'"),
        ('"xor.py"', '"given.py"', "parts[0].file: given.py is the name of the course's own"),
        ('"xor.py"', '"random.py"', "parts[0].file: random.py would be hidden by module random"),
        ('"xor.py"', '"numpy.py"', "parts[0].file: numpy.py would be hidden by module numpy"),
        ('["layer1", "xor"]', '["xor", "xor"]', "parts[0].functions[1]: repeats 'xor'"),
        ('["layer1", "xor"]', "[]", "parts[0].functions: expected at least one name"),
        ('["numpy"]', '["numpy.linalg"]', "packages[0]: expected a top-level package"),
        ('["numpy"]', '["torch"]', "packages: torch needs the line: torch = true"),
        (
            "torch = false",
            'isolation = "none"',
            "isolation: expected 'reset' or 'fresh', got 'none'",
        ),
        ("check_cpu = 1", "check_cpu = 0", "limits.check_cpu: expected a number above 0, got 0"),
        ("check_cpu = 1", "check_cpu = inf", "limits.check_cpu: expected a number above 0"),
        ("check_cpu = 1", "check_cpu = true", "limits.check_cpu: expected a number, got true"),
        ("536870912", "0.5", "limits.memory: expected a whole number, got 0.5"),
        ("check_cpu = 1", "chek_cpu = 1", "limits.chek_cpu: unknown key; did you mean"),
        ("torch = false", "rounding = -0.5", "rounding: expected a step such as 0.5, or 0 for"),
        ("torch = false", "rounding = inf", "rounding: expected a step such as 0.5, or 0 for"),
        ("torch = false", 'rounding = "half"', 'rounding: expected a number, got "half"'),
        (
            "torch = false",
            'suspects = ["polyfit"]',
            "suspects[0]: expected a name such as 'numpy.polyfit', got 'polyfit'",
        ),
        (
            "torch = false",
            'suspects = ["nmpy.polyfit"]',
            "suspects[0]: nmpy is none of the packages that may be imported; did you mean 'numpy'?",
        ),
        (
            "[limits]",
            '[sources]\n"xor.layer2" = "Cheat sheet, 1.3"\n[limits]',
            'sources.xor.layer2: names no function; expected "part.function"; did you mean '
            "'xor.layer1'",
        ),
        ("[limits]", '[sources]\nxor.layer1 = "1.3"\n[limits]', "sources.xor: write the name in"),
        ("[limits]", '[sources]\n"xor.xor" = 3\n[limits]', "sources.xor.xor: expected a string"),
    ],
)
def test_one_wrong_setting_is_one_problem(old: str, new: str, problem: str) -> None:
    (found,) = problems_of(ASSIGNMENT.replace(old, new, 1))
    assert found.startswith(f"assignment.toml: {problem}")


def test_an_assignment_without_parts_is_refused() -> None:
    assert problems_of('title = "T"\nparts = []') == (
        "assignment.toml: parts: expected at least one [[parts]] table",
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3),
    )
)
def test_any_value_in_any_place_is_a_right_setting_or_a_told_problem(value: object) -> None:
    literal = str(value).replace("True", "true").replace("False", "false").replace("None", "{}")
    for key in ("title", "torch", "packages", "parts", "limits"):
        try:
            read_assignment(f"{key} = {literal}", "a")
        except CourseError as error:
            assert error.problems  # noqa: PT017 - most values are wrong, some are right


def test_only_a_near_miss_is_suggested() -> None:
    assert did_you_mean("a3_losses", ["a03_losses", "a01_neuron"]) == "; did you mean 'a03_losses'?"
    assert did_you_mean("homework", ["a03_losses", "a01_neuron"]) == ""
