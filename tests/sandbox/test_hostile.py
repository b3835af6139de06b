"""Hostile programs, graded for real in three kinds of slot: what is said of them, and what is left.

The programs are in `hostile/`, one small file each; `hostile/expect.toml` is the table of what is
said. Each may use `insider.py` (it has read our source) and `places.py` (somebody told it where the
course, the judge and a neighbour are).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.model import SandboxSpec
from grader.sandbox.process_session import ProcessSession, settings_of
from tests.sandbox.arena import HOSTILE, Arena, Program, accepted, programs, said
from tests.sandbox.results import WAYS
from tests.sandbox.world import AS_ROOT, NOBODY, World

PROGRAMS = programs()
TESTS = Path(__file__).parent.parent
MOST_KEPT = 64 * 1024
"""Bytes that the result of one check may have, whatever was printed, raised and returned."""


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_a_hostile_program_gets_its_verdict_and_leaves_no_trace(
    arena: Arena, program: Program, record_property: Callable[[str, object], None]
) -> None:
    before = arena.facts()
    result = arena.grade(program.path.read_bytes())
    record_property("said", (arena.way, program.name, said(result)))
    assert said(result) in arena.allows(program), (result.message, result.output)
    assert len(msgspec.json.encode(result)) < MOST_KEPT
    assert arena.facts() == before
    assert arena.still_works()


def test_a_neighbour_noticed_nothing_of_all_this(arena: Arena) -> None:
    result = arena.visit_neighbour()
    assert (said(result), result.points) == ("PASSED", 10)


def test_the_table_has_a_row_for_every_program_and_each_says_what_it_does() -> None:
    found = {str(path.relative_to(HOSTILE).with_suffix("")) for path in HOSTILE.glob("*/*.py")}
    assert found == {program.name for program in PROGRAMS}
    assert all(program.path.read_text().startswith('"""') for program in PROGRAMS)


def test_all_that_a_sandbox_must_stand_is_tried_somewhere() -> None:
    checklist = tomllib.loads((HOSTILE / "checklist.toml").read_text())
    assert list(checklist) == [str(number) for number in range(1, 61)]
    names = {program.name for program in PROGRAMS}
    for row in checklist.values():
        assert row["at"]
        assert [place for place in row["at"] if place not in names and not is_a_test(place)] == []


def test_the_documented_results_are_those_of_the_table() -> None:
    lines = (TESTS.parent / "docs" / "security.md").read_text().splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    documented = {program: verdicts for program, *verdicts in cells if "/" in program}
    expected = {program.name: program.expected for program in PROGRAMS}
    assert documented.keys() == expected.keys()
    for program, verdicts in documented.items():
        assert set(verdicts) <= {*expected[program], *accepted("docker").get(program, ())}
        assert len(verdicts) == len(WAYS)


def is_a_test(place: str) -> bool:
    """Whether there is such a file below tests/, with such a test in it."""
    file, _, test = place.partition("::")
    path = TESTS / file
    return path.is_file() and f"def {test}" in path.read_text()


class Unlocked:
    """A sandbox without a lockdown, under the user of the unprivileged slots."""

    tier = "trusted"

    image = ""

    def refusal(self) -> None:
        return None

    def open(self, spec: SandboxSpec) -> ProcessSession:
        return ProcessSession(settings_of(spec, self.tier), NOBODY if AS_ROOT else None)


@pytest.mark.parametrize(
    "name",
    [
        "network/opens_sockets",
        "secrets/imports_the_judge",
        "secrets/reads_files",
        "secrets/reads_other_processes",
    ],
)
def test_without_the_lockdown_the_same_program_would_have_its_loot(world: World, name: str) -> None:
    arena = Arena(world, Unlocked())
    result = arena.grade((HOSTILE / f"{name}.py").read_bytes())
    arena.close()
    assert said(result) == "FAILED"
