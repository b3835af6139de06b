"""The cells of a submission's notebook: run once in each child, in one manner in all of them.

A cell that ends its child is run with less from then on: first with only its imports, functions,
classes and plain constants, then not at all. What is left when a child has run all cells stays so
for every later child, so that public and hidden checks meet the same functions.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

from grader.intake.cells import place_of
from grader.intake.notebook import definitions
from grader.judge.children.trouble import Trouble, notes, trouble_of
from grader.judge.proxy.failures import Fault
from grader.judge.proxy.raised import raised_of
from grader.model import Part, SourceFile, Verdict
from grader.wire import messages as m
from grader.wire.limits import Limits

MOST_ENDED = 8
"""Children that cells may end before the notebook is given up."""


class Manner(IntEnum):
    """How much of a cell is run."""

    NOTHING = 0
    DEFINITIONS = 1
    WHOLE = 2


class Reader(Protocol):
    """Something with one child of the submission at a time."""

    def renew(self) -> None:
        """Have a child that has read nothing yet."""
        ...

    def read(self, request: m.Run, cpu: float) -> tuple[m.Reply, float]:
        """Ask the child on CPU time of its own; the reply, and the CPU seconds that it took.

        Raises Fault when the child ends.
        """
        ...


class Cells:
    """The cells of one submission, and what is known of them."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        parts: Sequence[Part],
        limits: Limits,
        manner: Manner = Manner.WHOLE,
    ) -> None:
        self._runs = [(part, file) for part in parts for file in files if part.name in file.cell_of]
        self._sources = {file.path: file.data for file in files if file.cell_of}
        self._limits = limits
        self._most = manner
        self._manner = {file.path: manner for _, file in self._runs}
        self._reduced: dict[str, Trouble] = {}
        """Cells that are run with less than the others, and why."""
        self._ended = 0
        self._known = False
        self.parts = frozenset(part.name for part, _ in self._runs)
        """The parts that are cells."""
        self.given_up: Fault | None = None
        """Why the notebook cannot be read at all."""
        self.notes: tuple[str, ...] = ()
        """For the report, once all cells have been run."""
        self.lost: dict[tuple[str, str], str] = {}
        """Why a part may lack a function: (part's name, function) to a sentence."""

    def run(self, reader: Reader) -> None:
        """Run all cells in a fresh child; it is replaced until one has run them and lives."""
        reader.renew()
        while self.given_up is None and not self._all_run(reader):
            reader.renew()

    def _all_run(self, reader: Reader) -> bool:
        """Run the cells in order; False when one ended the child."""
        troubles = dict(self._reduced)
        left, until = self._limits.budget_cpu, time.monotonic() + self._patience
        for part, cell in self._runs:
            if left <= 0 or time.monotonic() > until:
                self._spare(cell, troubles)
            manner = self._manner[cell.path]
            if manner is Manner.NOTHING:
                continue
            request = m.Run(
                part=part.name,
                file=part.file,
                path=cell.path,
                definitions=manner is Manner.DEFINITIONS,
            )
            try:
                reply, used = reader.read(request, self._limits.check_cpu)
            except Fault as fault:
                self._reduce(cell, fault)
                return False
            left -= used
            self._hear(cell, reply, troubles)
        self._conclude(troubles)
        return True

    @property
    def _patience(self) -> float:
        """Seconds of wall time for all cells of a child together."""
        return self._limits.check_wall + self._limits.budget_cpu

    def _hear(self, cell: SourceFile, reply: m.Reply, troubles: dict[str, Trouble]) -> None:
        threw = reply.failure if isinstance(reply, m.Ran) else reply
        if isinstance(threw, m.Threw):
            raised = raised_of(threw, self._sources)
            troubles.setdefault(
                cell.path, trouble_of(raised, cell.path, ran=isinstance(reply, m.Ran))
            )

    def _spare(self, cell: SourceFile, troubles: dict[str, Trouble]) -> None:
        """Run only the definitions of a cell: those before it took the time of all cells."""
        if self._manner[cell.path] is Manner.WHOLE:
            self._manner[cell.path] = Manner.DEFINITIONS
            trouble = Trouble(
                clause="came after cells that had used up the CPU time of all",
                outcome="only functions were kept",
            )
            self._reduced[cell.path] = troubles[cell.path] = trouble

    def _reduce(self, cell: SourceFile, fault: Fault) -> None:
        """Run less of a cell that ended its child. Raises the fault when it is not the cell's."""
        if fault.verdict is Verdict.INFRA:
            raise fault
        self._ended += 1
        less = Manner(self._manner[cell.path] - 1)
        self._manner[cell.path] = less
        kept = "only its functions were kept" if less else "it was left out"
        self._reduced[cell.path] = Trouble(clause=fault.sentence, outcome=kept)
        if self._ended > MOST_ENDED:
            notebook, _ = place_of(cell.path)
            self.given_up = Fault(
                fault.verdict, f"{fault.sentence} while {notebook} was being read", reason="load"
            )

    def _conclude(self, troubles: dict[str, Trouble]) -> None:
        """Keep what is to be said, as the first child saw it that ran all cells."""
        if self._known:
            return
        self._known = True
        numbered = {place_of(path)[1]: troubles[path] for path in self._sources if path in troubles}
        self.notes = notes(numbered)
        if self._runs and self._most is Manner.DEFINITIONS:
            only = "of each code cell only imports, functions, classes and constants were run"
            self.notes = (only, *self.notes)
        for part, cell in self._runs:
            if cell.path in troubles:
                number = place_of(cell.path)[1]
                because = f"code cell {number} {troubles[cell.path]}"
                for name in definitions(cell.data.decode("utf-8", "replace")):
                    self.lost[part.name, name] = because
