"""The cells of a submission's notebook: run once in each child, in one manner in all of them.

A cell that ends its child is run with less from then on: first with only its imports, functions,
classes and plain constants, then not at all. What is left when a child has run all cells stays so
for every later child, so that public and hidden checks meet the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Protocol

from grader.intake.notebook_cells import place_of
from grader.intake.notebook_reading import definitions
from grader.judge.proxy.failures import Fault, raised_of
from grader.model import Part, Raised, Record, SourceFile, Verdict
from grader.wire import messages as m
from grader.wire.control import Spent
from grader.wire.limits import Limits

MOST_ENDED = 8
"""Children that cells may end before the notebook is given up."""
MOST_NOTES = 8
"""Sentences for the report, one for each kind of failure."""
_WENT_ON = "the rest of it was run all the same"


class Manner(IntEnum):
    """How much of a cell is run."""

    NOTHING = 0
    DEFINITIONS = 1
    WHOLE = 2


class CellFailure(Record):
    """What happened in a cell."""

    clause: str
    """What the cell did, in the past tense: "raised ValueError"."""
    outcome: str
    """What became of the rest of it."""
    line: int = 0
    """Of the cell; 0: not known."""

    def __str__(self) -> str:
        """Goes on "code cell 3 ...", without a full stop."""
        where = f" in line {self.line}" if self.line else ""
        return f"{self.clause}{where}; {self.outcome}"


class Reader(Protocol):
    """Something with one child of the submission at a time."""

    def renew(self) -> None:
        """Have a child that has read nothing yet."""
        ...

    def read(self, request: m.Run, cpu: float) -> tuple[m.Reply, Spent]:
        """Ask the child on CPU time of its own; the reply, and the seconds that it took.

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
        self._reduced: dict[str, CellFailure] = {}
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
        failures = dict(self._reduced)
        cpu_left, idle_left = self._limits.budget_cpu, self._limits.check_wall
        for part, cell in self._runs:
            if cpu_left <= 0 or idle_left <= 0:
                self._spare(cell, failures)
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
                reply, spent = reader.read(request, self._limits.check_cpu)
            except Fault as fault:
                self._reduce(cell, fault)
                return False
            cpu_left -= spent.cpu
            idle_left -= spent.idle
            self._note_failure(cell, reply, failures)
        self._conclude(failures)
        return True

    def _note_failure(
        self, cell: SourceFile, reply: m.Reply, failures: dict[str, CellFailure]
    ) -> None:
        threw = reply.failure if isinstance(reply, m.Ran) else reply
        if isinstance(threw, m.Threw):
            raised = raised_of(threw, self._sources)
            failures.setdefault(
                cell.path, failure_of(raised, cell.path, ran=isinstance(reply, m.Ran))
            )

    def _spare(self, cell: SourceFile, failures: dict[str, CellFailure]) -> None:
        """Run only the definitions of a cell: those before it took the time of all cells."""
        if self._manner[cell.path] is Manner.WHOLE:
            self._manner[cell.path] = Manner.DEFINITIONS
            failure = CellFailure(
                clause="came after cells that had used up the CPU time of all",
                outcome="only functions were kept",
            )
            self._reduced[cell.path] = failures[cell.path] = failure

    def _reduce(self, cell: SourceFile, fault: Fault) -> None:
        """Run less of a cell that ended its child. Raises the fault when it is not the cell's."""
        if fault.verdict is Verdict.INFRA:
            raise fault
        self._ended += 1
        less = Manner(self._manner[cell.path] - 1)
        self._manner[cell.path] = less
        kept = "only its functions were kept" if less else "it was left out"
        self._reduced[cell.path] = CellFailure(clause=fault.sentence, outcome=kept)
        if self._ended > MOST_ENDED:
            notebook, _ = place_of(cell.path)
            self.given_up = Fault(
                fault.verdict, f"{fault.sentence} while {notebook} was being read", reason="load"
            )

    def _conclude(self, failures: dict[str, CellFailure]) -> None:
        """Keep the notes, as the first child that ran all cells gives rise to them."""
        if self._known:
            return
        self._known = True
        numbered = {place_of(path)[1]: failures[path] for path in self._sources if path in failures}
        self.notes = notes(numbered)
        if self._runs and self._most is Manner.DEFINITIONS:
            only = "of each code cell only imports, functions, classes and constants were run"
            self.notes = (only, *self.notes)
        for part, cell in self._runs:
            if cell.path in failures:
                number = place_of(cell.path)[1]
                because = f"code cell {number} {failures[cell.path]}"
                for name in definitions(cell.data.decode("utf-8", "replace")):
                    self.lost[part.name, name] = because


def failure_of(raised: Raised, cell: str, *, ran: bool) -> CellFailure:
    """The failure of a cell that raised; unless it `ran` it could not be compiled."""
    line = next((frame.line for frame in raised.frames if frame.file == cell), 0)
    if not ran:
        return CellFailure(clause=_uncompiled(raised), outcome="it was left out", line=line)
    return CellFailure(clause=_clause(raised), outcome=_WENT_ON, line=line)


def notes(failures: Mapping[int, CellFailure]) -> tuple[str, ...]:
    """A sentence for each cell, by number; those that differ in the line only share one."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, failure in sorted(failures.items()):
        groups.setdefault((failure.clause, failure.outcome), []).append(number)
    sentences = [
        f"code cell {numbers[0]} {failures[numbers[0]]}"
        if len(numbers) == 1
        else f"code cells {_listed(numbers)} {clause}; {outcome}"
        for (clause, outcome), numbers in groups.items()
    ]
    more = len(sentences) - MOST_NOTES
    more_notes = (f"{more} more kinds of failures in cells",) if more > 0 else ()
    return (*sentences[:MOST_NOTES], *more_notes)


def _clause(raised: Raised) -> str:
    if raised.type == m.NOT_ALLOWED:
        return "imported a forbidden package"
    if raised.base == "SystemExit":
        return "called exit()"
    own = "" if raised.builtin else "an exception of its own, a "
    return f"raised {own}{raised.type if raised.builtin else raised.base}"


def _uncompiled(raised: Raised) -> str:
    wrong = raised.base in ("SyntaxError", "IndentationError", "TabError")
    return "had a syntax error" if wrong else "could not be compiled"


def _listed(numbers: list[int]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
