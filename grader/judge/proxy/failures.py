"""How a submission can end a check: raised by the `student` proxy inside check functions.

Stopped
├── StudentRaised   its code raised; the child lives on
├── StudentMissing  the function is not defined
├── Uncrossable     what it returned cannot leave the sandbox
└── Fault           the child died or broke the protocol; decides even if the check swallows it
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.model import Facts, Frame, Raised, Verdict
from grader.scoring import is_builtin
from grader.wire.limits import MOST_THREADS, Limits
from grader.wire.messages import (
    FRAMES,
    MESSAGE_LENGTH,
    NAME_LENGTH,
    NOT_ALLOWED,
    FrameOf,
    Kept,
    Missing,
    Threw,
)

DETAIL_LENGTH = 500
SOURCE_LENGTH = 200
Failure = Threw | Missing | Kept
"""A reply that holds no value."""


class Stopped(Exception):
    """The submission ended the check."""


class StudentRaised(Stopped):
    """The submission's own code raised an exception."""

    def __init__(self, raised: Raised, *, loading: str = "") -> None:
        super().__init__(f"{raised.type}: {raised.message}")
        self.raised = raised
        self.loading = loading
        """The file that was being loaded, or empty when a function was called."""


class StudentMissing(Stopped):
    """A part defines no function of this name."""

    def __init__(self, name: str, file: str, part: str = "") -> None:
        super().__init__(f"{file} defines no function {name}")
        self.name = name
        self.file = file
        self.part = part


class Uncrossable(Stopped):
    """A returned value holds itself, or is too large or too deep to be sent."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(f"what {name} returned cannot be sent: result{path}")
        self.name = name
        self.path = path


class Fault(Stopped):
    """The child is gone, or sent something that is no answer.

    `sentence` is ours alone and goes on "Your code ...", without a full stop; what the submission
    could choose is in `reason` (an exit code) and `detail` (what is wrong with its answer).
    """

    def __init__(
        self,
        verdict: Verdict,
        sentence: str,
        *,
        reason: str = "",
        detail: str = "",
        facts: Facts | None = None,
    ) -> None:
        super().__init__(sentence)
        self.verdict = verdict
        self.sentence = sentence
        self.reason = reason
        self.detail = detail[:DETAIL_LENGTH]
        self.facts = facts


def stopped_by(
    reply: Failure, name: str, file: str, sources: Mapping[str, bytes], part: str = ""
) -> Stopped:
    """What the check sees when a call of `name` in `file`, of `part`, ended like this."""
    match reply:
        case Threw():
            return StudentRaised(raised_of(reply, sources))
        case Missing():
            return StudentMissing(name, file, part)
        case Kept():
            return Uncrossable(name, reply.path[:NAME_LENGTH])


def raised_of(threw: Threw, sources: Mapping[str, bytes]) -> Raised:
    """What the child reports of an exception, with source lines from our copy of the files.

    Frames that name no line of the submission are left out, and everything is clipped once more:
    the child may send anything.
    """
    reported = threw.frames[-FRAMES:]
    return Raised(
        type=threw.type[:NAME_LENGTH],
        builtin=is_builtin(threw.type),
        base=threw.base if is_builtin(threw.base) else "Exception",
        message=threw.message[:MESSAGE_LENGTH],
        frames=tuple(frame for f in reported if (frame := _frame(f, sources)) is not None),
    )


def forbidden_import(raised: Raised) -> str:
    """Such as "Line 3 of xor.py imports torch; this assignment allows numpy only.", or empty.

    The words are the child's: for the student and for staff, never on the page of a hidden check.
    """
    if raised.type != NOT_ALLOWED:
        return ""
    where = f"Line {raised.frames[-1].line} of {raised.frames[-1].file}" if raised.frames else "It"
    return f"{where} {raised.message}."


def fault_of(facts: Facts, limits: Limits, *, loading: str = "") -> Fault:
    """Why a child that ended did so, from several facts (an exit code alone proves nothing).

    `loading` names the file that was being read, if the child ended then.
    """
    verdict, reason, clause = _cause(facts, limits)
    if loading:
        clause = f"{clause} while {loading} was being read"
        reason = "load" if verdict is Verdict.TIMEOUT else reason
    return Fault(verdict, clause, reason=reason, facts=facts)


def _cause(facts: Facts, limits: Limits) -> tuple[Verdict, str, str]:
    match facts.killed_for:
        case "cpu":
            return Verdict.TIMEOUT, "cpu", "used up its CPU time (does a loop never end?)"
        case "wall":
            return Verdict.TIMEOUT, "wall", "did not come back (does it wait for something?)"
        case "memory":
            mib = limits.memory // 2**20
            return Verdict.MEMORY, "", f"needed more than {mib} MiB of memory"
        case "output":
            kib = limits.output // 1024
            return Verdict.OUTPUT, "", f"printed more than {kib} KiB"
        case "threads":
            return Verdict.NOT_ALLOWED, "threads", f"started more than {MOST_THREADS} threads"
        case "closed":
            return Verdict.PROTOCOL, "closed", "closed its line to the judge"
        case "":
            pass
        case other:
            return Verdict.INFRA, other, "was ended by the grader"
    if facts.signal is not None:
        return Verdict.SIGNAL, str(facts.signal), "crashed the interpreter"
    return Verdict.EXITED, str(facts.exit_code), "ended the program instead of returning"


def _frame(reported: FrameOf, sources: Mapping[str, bytes]) -> Frame | None:
    lines = sources.get(reported.file, b"").decode("utf-8", "replace").splitlines()
    if not 1 <= reported.line <= len(lines):
        return None
    source = lines[reported.line - 1].strip()[:SOURCE_LENGTH]
    return Frame(
        file=reported.file,
        line=reported.line,
        function=reported.function[:NAME_LENGTH],
        source=source,
    )
