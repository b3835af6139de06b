"""Verdicts and numbers in plain words. Pure."""

from __future__ import annotations

import math

from grader.model import CheckResult, Verdict

LABELS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "failed",
    Verdict.NOT_IMPLEMENTED: "not written yet",
    Verdict.EXCEPTION: "exception",
    Verdict.NOT_ALLOWED: "not allowed",
    Verdict.EXITED: "exited",
    Verdict.SIGNAL: "crashed",
    Verdict.TIMEOUT: "timeout",
    Verdict.MEMORY: "memory",
    Verdict.OUTPUT: "too much output",
    Verdict.PROTOCOL: "unreadable answer",
    Verdict.SKIPPED: "not run",
    Verdict.INFRA: "not graded",
}
MEANINGS = {
    Verdict.FAILED: "What came back is not what was expected.",
    Verdict.NOT_IMPLEMENTED: "The function is missing or still the empty one of the starter.",
    Verdict.EXCEPTION: "Your code stopped with an exception.",
    Verdict.NOT_ALLOWED: "Your code tried something that a submission may not do.",
    Verdict.EXITED: "Your code ended the whole program instead of returning.",
    Verdict.SIGNAL: "The program crashed below Python, or was ended by a signal.",
    Verdict.TIMEOUT: "Your code took longer than allowed.",
    Verdict.MEMORY: "Your code needed more memory than allowed.",
    Verdict.OUTPUT: "Your code printed more than allowed.",
    Verdict.PROTOCOL: "What came back was no answer that can be read.",
    Verdict.SKIPPED: "Not run, because a check that it needs did not pass.",
    Verdict.INFRA: "The grader itself failed here. This is not your fault and costs no points.",
}
TIMEOUTS = {
    "cpu": "Your code used more CPU time than this check allows.",
    "wall": "Your code waited or slept for longer than this check allows.",
    "budget": "The checks before this one used up the CPU time of the whole submission.",
    "load": "Your file took too long to load: is there work outside of functions?",
}


def meaning(result: CheckResult) -> str:
    """What the verdict means, for a student to whom nobody says more; empty if it passed."""
    if result.verdict is Verdict.TIMEOUT and result.reason in TIMEOUTS:
        return TIMEOUTS[result.reason]
    if result.verdict is Verdict.EXITED and result.reason:
        return f"Your code ended the whole program (exit code {result.reason})."
    if result.verdict is Verdict.SIGNAL and result.reason:
        return f"The program crashed below Python, or was ended by a signal ({result.reason})."
    return MEANINGS.get(result.verdict, "")


def number(value: float) -> str:
    """Points and percent: at most two decimals, none that are zero."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if math.isfinite(value) else str(value)


def value(entry: float | str) -> str:
    """An entry of an array, with the digits that matter."""
    return entry if isinstance(entry, str) else f"{entry:.9g}"


def form(shape: tuple[int, ...] | None, dtype: str) -> str:
    """Shape and dtype of a value, as far as they are known: `shape (2, 3), float64`."""
    dims = "" if shape is None else f"shape {tuple(shape)}" if shape else "a number"
    return ", ".join(filter(None, (dims, dtype)))


def percent(part: float, whole: float) -> int:
    """Whole percent, rounded down so that 100 means all; 0 of 0 is 0."""
    return math.floor(100 * part / whole + 1e-9) if whole > 0 else 0


def counted(count: int, noun: str) -> str:
    """`1 check`, `2 checks`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
