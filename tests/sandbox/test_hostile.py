"""Hostile programs, graded for real in three kinds of slot: what is said of them, and what is left.

The programs are in `hostile/`, one small file each; `hostile/expect.toml` is the table of what is
said. Each may use `insider.py` (it has read our source) and `places.py` (somebody told it where the
course, the judge and a neighbour are).
"""

from __future__ import annotations

import msgspec
import pytest

from grader.model import SandboxSpec
from grader.sandbox.process import ProcessSession, settings_of
from tests.sandbox.arena import HOSTILE, Arena, Program, programs, said
from tests.sandbox.world import AS_ROOT, NOBODY, World

PROGRAMS = programs()
MOST_KEPT = 64 * 1024
"""Bytes that the result of one check may have, whatever was printed, raised and returned."""


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_a_hostile_program_gets_its_verdict_and_leaves_no_trace(
    arena: Arena, program: Program
) -> None:
    before = arena.world.facts()
    result = arena.run(program.path)
    assert said(result) in program.expected, (result.message, result.output)
    assert len(msgspec.json.encode(result)) < MOST_KEPT
    assert arena.world.facts() == before
    assert arena.still_works()


def test_a_neighbour_noticed_nothing_of_all_this(arena: Arena) -> None:
    result = arena.visit_neighbour()
    assert (said(result), result.points) == ("PASSED", 10)


def test_the_table_has_a_row_for_every_program_and_each_says_what_it_does() -> None:
    found = {str(path.relative_to(HOSTILE).with_suffix("")) for path in HOSTILE.glob("*/*.py")}
    assert found == {program.name for program in PROGRAMS}
    assert all(program.path.read_text().startswith('"""') for program in PROGRAMS)


class Unlocked:
    """A sandbox without a lockdown, under the user of the unprivileged slots."""

    tier = "trusted"

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
    result = arena.run(HOSTILE / f"{name}.py")
    arena.close()
    assert said(result) == "FAILED"
