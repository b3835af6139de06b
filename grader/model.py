"""The records everything else speaks in: frozen, plain data, no I/O.

course > assignment > part > function; submission; check > verdict > grade.
"""

from __future__ import annotations

from enum import StrEnum

from grader.evidence import Evidence
from grader.wire.control import Facts as Facts
from grader.wire.limits import Limits
from grader.wire.record import Record as Record


class Verdict(StrEnum):
    """How one check ended. `PASSED` is the only one that can earn points."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    NOT_IMPLEMENTED = "NOT_IMPLEMENTED"
    EXCEPTION = "EXCEPTION"
    NOT_ALLOWED = "NOT_ALLOWED"
    EXITED = "EXITED"
    SIGNAL = "SIGNAL"
    TIMEOUT = "TIMEOUT"
    MEMORY = "MEMORY"
    OUTPUT = "OUTPUT"
    PROTOCOL = "PROTOCOL"
    SKIPPED = "SKIPPED"
    INFRA = "INFRA"


# --- what is handed in ------------------------------------------------------------------------


class SourceFile(Record):
    """One file of a submission: a relative POSIX path and its bytes.

    A notebook is handed on cell by cell: each is a source of its own, "a03.ipynb, cell 2".
    """

    path: str
    data: bytes
    cell_of: tuple[str, ...] = ()
    """The parts in whose namespace this cell runs; empty for a file, which is a module."""


class Submission(Record):
    """One student's (or group's) work for one assignment."""

    id: str
    """`<assignment>/<student>`, unique in a run."""
    assignment: str
    people: tuple[str, ...]
    files: tuple[SourceFile, ...]
    """Sorted by path, cells in their order; the part files are among them."""
    digest: str
    """SHA-256 (hex) over paths and bytes of `files`."""
    attempt: int = 1
    submitted_at: str | None = None
    """ISO 8601 when the source says so."""
    notes: tuple[str, ...] = ()
    """What was done to read it, for the report ("found inside submission.zip")."""


class Problem(Record):
    """One thing that could not be read, in one line for the person at the terminal."""

    path: str
    message: str


# --- what is asked ----------------------------------------------------------------------------


class Part(Record):
    """A file of an assignment with a namespace of its own."""

    name: str
    file: str
    functions: tuple[str, ...]


class SandboxSpec(Record):
    """All that a backend needs to start a far side; slot pools are keyed by it."""

    packages: tuple[str, ...] = ("numpy",)
    """Top-level packages a submission may import besides the standard library."""
    torch: bool = False
    image: str = ""
    requirements: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    """Read-only folders the child may see; none may overlap course, submissions or results."""
    device: str = "cpu"
    isolation: str = "reset"
    """`reset` a slot after each submission, or start a `fresh` one for each."""
    limits: Limits = Limits()


class Check(Record):
    """One pytest function of an assignment, as the reports know it."""

    id: str
    """The function's name, `test_...`; unique within the assignment."""
    title: str
    """The docstring: one sentence for the student."""
    points: float
    hidden: bool = False
    needs: tuple[str, ...] = ()
    group: str = ""
    """The check file without `test_`, for headings in reports."""
    bonus: bool = False
    """Its points come on top of the maximum."""


# --- what was seen ----------------------------------------------------------------------------


class Frame(Record):
    """A line of the student's own code in a traceback; `source` comes from our copy."""

    file: str
    line: int
    function: str
    source: str


class Raised(Record):
    """An exception of the student's code."""

    type: str
    builtin: bool
    """Whether `type` names a built-in exception, i.e. is no word of the student's."""
    base: str = "Exception"
    """The nearest built-in class; NumPy's own MemoryError is a MemoryError."""
    message: str
    frames: tuple[Frame, ...] = ()


class Diagnosis(Record):
    """A known mistake whose answers are the submission's: words of the course only."""

    mistake: str
    """Its id in `mistakes.py`: "LOSS-03"."""
    of: str
    """The function that has it: "part.function"."""
    hint: str
    """One sentence to the student."""
    source: str
    """Where it comes from: "Document, Heading"."""


class CheckResult(Record):
    """What one check said about one submission."""

    check: Check
    verdict: Verdict
    points: float
    share: float = 0.0
    """Share of the check's points that was earned, 0 to 1."""
    function: str = ""
    """The function of the submission that the check called last, by the check's own word for it."""
    summary: str = ""
    """One sentence of ours, fit for a hidden check's line on a student's page."""
    message: str = ""
    """The whole sentence, perhaps with the submission's words; public checks and staff."""
    reason: str = ""
    """Of `TIMEOUT`: cpu, wall, budget or load; of `EXITED` and `SIGNAL`: the number."""
    evidence: tuple[Evidence, ...] = ()
    raised: Raised | None = None
    output: str = ""
    """What the submission printed during the check, capped."""
    notes: tuple[str, ...] = ()
    facts: Facts | None = None
    diagnosis: Diagnosis | None = None
    source: str = ""
    """Where the function called last stands in the documents; from `[sources]`."""


class Judged(Record):
    """All results of one submission, as they leave the judge."""

    results: tuple[CheckResult, ...]
    near_limit: bool = False
    """Some verdict might be another on a quieter machine."""
    notes: tuple[str, ...] = ()
    """On the submission as a whole, for the student: what became of its notebook's cells."""
    staff_notes: tuple[str, ...] = ()
    """For a person to judge; never for the student."""
    shares: tuple[float, ...] = ()
    """The share of its CPU limit that each check needed, in the order of `results`."""


class Provenance(Record):
    """What made this grade, so that it can be made again."""

    grader: str
    tier: str
    """`docker`, `local` or `trusted`."""
    isolation: str = ""
    """`reset` or `fresh`: what happened to the slot after each submission."""
    python: str = ""
    numpy: str = ""
    key: str = ""
    """The store key: a digest of everything the grade depends on."""


class Grade(Record):
    """All results of one submission."""

    submission: str
    assignment: str
    people: tuple[str, ...]
    digest: str
    results: tuple[CheckResult, ...]
    points: float
    max_points: float
    """Without bonus: `points` may exceed it."""
    notes: tuple[str, ...] = ()
    staff_notes: tuple[str, ...] = ()
    """For a person to judge, such as suspect calls; never on a student's page."""
    infra: str = ""
    """Why there is no grade; empty when there is one. Never a zero, never cached."""
    provenance: Provenance
    seconds: float = 0.0
    """Wall time. Only this and the facts of `CheckResult` may differ between two runs."""
