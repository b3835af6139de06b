"""What the end of a check function means. Pure: an exception and a transcript in, a verdict out.

A point needs positive evidence: a check that ends well without a value received from the sandbox
is an error of the course, and a fault that the check swallowed still decides.
"""

from __future__ import annotations

from grader.checks import CheckFailure
from grader.checks.multiple_choice import Unanswered
from grader.errors import GraderError
from grader.evidence import Evidence, EvidenceKind
from grader.judge.proxy.failures import (
    Fault,
    StudentMissing,
    StudentRaised,
    Uncrossable,
    forbidden_import,
)
from grader.judge.proxy.transcript import Transcript
from grader.model import Facts, Raised, Record, Verdict


class CheckOutcome(Record):
    """How a check ended, before points."""

    verdict: Verdict
    share: float = 0.0
    summary: str = ""
    """Ours alone."""
    message: str = ""
    """Perhaps with the submission's words."""
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    raised: Raised | None = None
    facts: Facts | None = None


def outcome_of(error: BaseException | None, transcript: Transcript) -> CheckOutcome:
    """The outcome of a check function that ended with `error` (None: it returned)."""
    if transcript.fault is not None:
        return _fault(transcript.fault)
    match error:
        case None:
            return _passed(transcript)
        case Fault():
            return _fault(error)
        case StudentRaised():
            return _raised(error)
        case StudentMissing():
            return _missing(error, transcript)
        case Uncrossable():
            return _uncrossable(error)
        case Unanswered():
            return _say(Verdict.NOT_IMPLEMENTED, "Not answered yet.")
        case CheckFailure():
            return _failed(error)
        case GraderError():
            return _infra("Something failed that is not yours.", str(error))
    return _unexpected(error, transcript)


def _passed(transcript: Transcript) -> CheckOutcome:
    if transcript.values == 0:
        return _say(Verdict.INFRA, "The check passed without asking the submission anything.")
    return CheckOutcome(verdict=Verdict.PASSED, share=transcript.share)


def _fault(fault: Fault) -> CheckOutcome:
    infra = fault.verdict is Verdict.INFRA
    sentence = fault.sentence if infra else f"Your code {fault.sentence}."
    return CheckOutcome(
        verdict=fault.verdict,
        summary=sentence,
        message=f"{sentence} ({_detail(fault)})" if _detail(fault) else sentence,
        reason=fault.reason,
        facts=fault.facts,
    )


def _missing(error: StudentMissing, transcript: Transcript) -> CheckOutcome:
    because = transcript.lost.get((error.part, error.name))
    if because is None:
        return _say(Verdict.NOT_IMPLEMENTED, f"{error.file} has no function {error.name} yet.")
    sentence = f"{error.file} has no function {error.name}: {because}."
    return _say(Verdict.NOT_IMPLEMENTED, sentence)


def _detail(fault: Fault) -> str:
    """What says more, for public checks and staff."""
    names = {Verdict.EXITED: "exit code", Verdict.SIGNAL: "signal"}
    return f"{names[fault.verdict]} {fault.reason}" if fault.verdict in names else fault.detail


def _raised(error: StudentRaised) -> CheckOutcome:
    raised = error.raised
    where = f"while {error.loading} was being read" if error.loading else "when it was called"
    if raised.base == "NotImplementedError":
        return _say(Verdict.NOT_IMPLEMENTED, "Not written yet.", raised=raised)
    if raised.base == "MemoryError":
        return _say(
            Verdict.MEMORY, "Your code asked for more memory than it may have.", raised=raised
        )
    if sentence := forbidden_import(raised):
        summary = "Your code imports a package that this assignment does not allow."
        return CheckOutcome(
            verdict=Verdict.NOT_ALLOWED,
            reason="import",
            summary=summary,
            message=sentence,
            raised=raised,
        )
    kind = raised.type if raised.builtin else f"an exception of its own kind ({raised.base})"
    return CheckOutcome(
        verdict=Verdict.EXCEPTION,
        summary=f"Your code raised {kind} {where}.",
        message=f"{raised.type}: {raised.message}" if raised.message else raised.type,
        raised=raised,
    )


def _uncrossable(error: Uncrossable) -> CheckOutcome:
    evidence = Evidence(
        kind=EvidenceKind.TYPE,
        summary=f"What {error.name} returned is too large or too deep to be judged.",
        hint="Return plain numbers, arrays, tuples, lists or dicts.",
        detail=f"It breaks off at result{error.path}.",
    )
    return CheckOutcome(
        verdict=Verdict.FAILED, summary=evidence.summary, message=str(error), evidence=(evidence,)
    )


def _failed(error: CheckFailure) -> CheckOutcome:
    summary = error.evidence[0].summary if error.evidence else "The check failed."
    return CheckOutcome(
        verdict=Verdict.FAILED, summary=summary, message=str(error), evidence=error.evidence
    )


def _unexpected(error: BaseException, transcript: Transcript) -> CheckOutcome:
    """The check itself broke. It did not with the reference: the values it got were the cause."""
    text = f"{type(error).__name__}: {error}"
    if transcript.values == 0:
        return _infra("The check itself failed.", f"The check itself failed: {text}")
    if isinstance(error, AssertionError):
        summary = "What your code returned does not have the property that the check is about."
    else:
        summary = "What your code returned could not be used the way the check needs."
    evidence = Evidence(kind=EvidenceKind.UNUSABLE, summary=summary, detail=text)
    return CheckOutcome(verdict=Verdict.FAILED, summary=summary, message=text, evidence=(evidence,))


def _infra(summary: str, message: str) -> CheckOutcome:
    return CheckOutcome(verdict=Verdict.INFRA, summary=summary, message=message)


def _say(verdict: Verdict, sentence: str, *, raised: Raised | None = None) -> CheckOutcome:
    return CheckOutcome(verdict=verdict, summary=sentence, message=sentence, raised=raised)
