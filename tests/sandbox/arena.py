"""A slot pool in a world, one hostile program after the other, and a neighbour beside them."""

from __future__ import annotations

import os
import tomllib
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from grader.executors.slots import Slot, SlotPool
from grader.model import CheckResult, SourceFile, Verdict
from grader.sandbox.base import Sandbox
from tests.sandbox.whereabouts import number_inside, processes_in, scratch_of, strange_files_inside
from tests.sandbox.world import World

HOSTILE = Path(__file__).with_name("hostile")
KNOWN = ("insider", "refusals")
REFUSALS = {
    "local": ("EACCES", "EPERM"),
    "trusted": ("EACCES", "EPERM"),
    "docker": ("EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "ESRCH"),
}
"""What an attempt may be answered. In a container much is read-only, or not there at all."""
RIGHT = b"""
import os

def double(x):
    return 2 * x if os.listdir() == [] else None
"""
KEEPS_A_DIARY = b"""
import os

def double(x):
    if not os.path.exists("diary.txt"):
        with open("diary.txt", "w") as diary:
            diary.write("what a quiet day")
    with open("diary.txt") as diary:
        return 2 * x if diary.read() == "what a quiet day" else None
"""


class Program(NamedTuple):
    """A hostile submission and what may be said about it."""

    name: str
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where its source is."""
        return HOSTILE / f"{self.name}.py"


def programs() -> list[Program]:
    """All rows of the table."""
    table = tomllib.loads((HOSTILE / "expect.toml").read_text())
    return [
        Program(f"{family}/{name}", (said,) if isinstance(said, str) else tuple(said))
        for family, rows in table.items()
        for name, said in rows.items()
    ]


def accepted(tier: str) -> dict[str, tuple[str, ...]]:
    """What else may be said of some programs in slots of this tier."""
    table = tomllib.loads((HOSTILE / "accepted.toml").read_text())
    return {name: tuple(row["said"]) for name, row in table.get(tier, {}).items()}


class Arena:
    """The slots of one sandbox."""

    def __init__(self, world: World, sandbox: Sandbox, way: str = "") -> None:
        self.world = world
        self.way = way
        self.tier = sandbox.tier
        self.image = sandbox.image
        self.pool = SlotPool(sandbox)
        self._next_door = ExitStack()
        next_pool = SlotPool(sandbox)
        self._next_door.callback(next_pool.close)
        self.neighbour: Slot = self._next_door.enter_context(next_pool.lend(world.spec))
        self._diary = scratch_of(processes_in(self.neighbour)) / "diary.txt"
        self.visit_neighbour()
        with self.pool.lend(world.spec) as slot:
            self.slot = slot
            self.crew = processes_in(slot)
        self._processes = self.crew | processes_in(self.neighbour)

    def allows(self, program: Program) -> tuple[str, ...]:
        """What may be said of a program here."""
        return (*program.expected, *accepted(self.tier).get(program.name, ()))

    def facts(self) -> dict[str, object]:
        """Everything that an attack from the slot could change."""
        return {**self.world.facts(), "strange files inside": strange_files_inside(self.slot)}

    def grade(self, source: bytes, **others: bytes) -> CheckResult:
        """Grade a submission in the slot, which is reset then.

        It knows our source, and where everything is.
        """
        known = {name: (HOSTILE / f"{name}.py").read_bytes() for name in KNOWN}
        files = {"work": source, **known, "places": self._places(), **others}
        submitted = tuple(SourceFile(path=f"{name}.py", data=files[name]) for name in sorted(files))
        with self.pool.lend(self.world.spec) as slot:
            assert slot is self.slot, "the slot was lost"
            return self.world.grade(submitted, slot)

    def visit_neighbour(self) -> CheckResult:
        """Grade a submission that keeps a file; the neighbour's slot is never reset."""
        return self.world.grade((SourceFile(path="work.py", data=KEEPS_A_DIARY),), self.neighbour)

    def close(self) -> None:
        """End both slots."""
        self.pool.close()
        self._next_door.close()

    def is_there(self) -> bool:
        """Whether a process of the slots is left."""
        return any(Path(f"/proc/{pid}").exists() for pid in self._processes)

    def still_works(self) -> bool:
        """Whether the next submission, a right one, finds the slot as new and earns everything."""
        result = self.grade(RIGHT)
        alone = processes_in(self.slot) == self.crew
        return alone and (said(result), result.points, result.output) == ("PASSED", 10, "")

    def _places(self) -> bytes:
        """What somebody told the attacker, as a module."""
        world = self.world
        folders = (world.course.root, world.home, self._diary.parent)
        ours = [path for top in folders[:2] for path in sorted(top.rglob("*")) if path.is_file()]
        processes = {
            *processes_in(self.neighbour),
            *self.crew,
            *map(number_inside, self.crew),
            world.judge,
            world.bystander.pid,
            os.getpid(),
        }
        return "\n".join(
            (
                f"FOLDERS = {tuple(map(str, folders))}",
                f"FILES = {tuple(map(str, (*ours, self._diary)))}",
                f"PROCESSES = {tuple(sorted(processes))}",
                f"BYSTANDER = {world.bystander.pid}",
                f"REFUSALS = {REFUSALS[self.tier]}",
            )
        ).encode()


def said(result: CheckResult) -> str:
    """The verdict and its reason; of an exception the class."""
    if result.verdict is Verdict.EXCEPTION and result.raised is not None:
        return f"{result.verdict} {result.raised.type}"
    return f"{result.verdict} {result.reason}".strip()
