"""What a student's page may hold of a hidden check. Pure; the only place that decides it.

A process that has seen a hidden input can put that input into anything it says: a message, a value,
a class name, a shape, an exit code. So a redacted result is built anew from the few things that are
ours, never by deleting from the original. `docs/design/hidden-checks.md` says what and why.
"""

from __future__ import annotations

import math

from grader.evidence import Evidence, EvidenceKind
from grader.model import CheckResult, Frame, Raised, Verdict
from grader.scoring import is_builtin
from grader.verdicts import TIMEOUTS

SMALLEST_GAP, LARGEST_GAP = -12, 3
"""Exponents that a gap is clamped to."""
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SUMMARY_MAY_QUOTE = (Verdict.EXITED, Verdict.SIGNAL, Verdict.INFRA)
"""Their summaries name an exit code, a signal or an error, which a submission can choose."""


def for_student(result: CheckResult) -> CheckResult:
    """The result as its student may see it: whole if public, words of ours only if hidden."""
    if not result.check.hidden:
        return result
    is_timeout = result.verdict is Verdict.TIMEOUT and result.reason in TIMEOUTS
    return CheckResult(
        check=result.check,
        verdict=result.verdict,
        points=result.points,
        share=result.share,
        function=result.function,
        summary="" if result.verdict in SUMMARY_MAY_QUOTE else result.summary,
        reason=result.reason if is_timeout else "",
        evidence=tuple(_evidence(evidence) for evidence in result.evidence),
        raised=_raised(result.raised) if result.raised else None,
        diagnosis=result.diagnosis,
        source=result.source,
    )


def _evidence(evidence: Evidence) -> Evidence:
    return Evidence(
        kind=evidence.kind,
        summary=evidence.summary,
        hint=_tame_hint(evidence),
        detail=_gap(evidence.largest_absolute),
        got_shape=_tame_shape(evidence.got_shape, evidence.expected_shape),
        expected_shape=evidence.expected_shape,
        expected_dtype=evidence.expected_dtype,
    )


def _tame_hint(evidence: Evidence) -> str:
    """The hint, unless it may come of numbers that a dtype of the submission's choice has bent."""
    is_of_numbers = evidence.kind in (EvidenceKind.VALUE, EvidenceKind.GRADIENT)
    bent = is_of_numbers and evidence.got_dtype != evidence.expected_dtype
    return "" if bent else evidence.hint


def _gap(largest: float | None) -> str:
    if largest is None or not math.isfinite(largest) or largest <= 0:
        return ""
    exponent = math.floor(math.log10(largest))
    clamped = min(max(exponent, SMALLEST_GAP), LARGEST_GAP)
    power = f"{10.0**clamped:g}" if clamped >= -3 else f"10{str(clamped).translate(SUPERSCRIPT)}"
    return f"The largest gap is about {power}."


def _tame_shape(
    got: tuple[int, ...] | None, expected: tuple[int, ...] | None
) -> tuple[int, ...] | None:
    """The shape that came back, unless its numbers or their count could spell something."""
    if got is None or expected is None or len(got) > len(expected) + 1:
        return None
    return got if set(got) <= {0, 1, *expected} else None


def _raised(raised: Raised) -> Raised:
    known = raised.builtin and is_builtin(raised.type)
    return Raised(
        type=raised.type if known else "",
        builtin=known,
        message="",
        frames=_last_line(raised.frames),
    )


def _last_line(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Only the innermost line that our copy has: a path through many lines could spell something.

    A file or function name can be chosen at run time; a line of our copy cannot.
    """
    ours = [frame for frame in frames if frame.source]
    return tuple(Frame(file="", line=f.line, function="", source=f.source) for f in ours[-1:])
