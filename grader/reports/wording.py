"""Results and numbers in plain words. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from grader.model import CheckResult, Verdict
from grader.verdicts import TIMEOUTS, WORDS


class StateWords(NamedTuple):
    """How the state of a function is shown."""

    sign: str
    words: str


FUNCTION_STATES: Mapping[str, StateWords] = {
    "right": StateWords("✓", "right"),
    "wrong": StateWords("✗", "wrong"),
    "open": StateWords("○", "not written yet"),
    "waiting": StateWords("–", "waits for others"),
    "broken": StateWords("?", "could not be checked"),
}
"""The states of `grader.home.function_states.FunctionState` of which something is known."""


def meaning(result: CheckResult) -> str:
    """What the verdict means, for a student to whom nobody says more; empty if it passed."""
    if result.verdict is Verdict.TIMEOUT and result.reason in TIMEOUTS:
        return TIMEOUTS[result.reason]
    if result.verdict is Verdict.EXITED and result.reason:
        return f"Your code ended the whole program (exit code {result.reason})."
    if result.verdict is Verdict.SIGNAL and result.reason:
        return f"The program crashed below Python, or was ended by a signal ({result.reason})."
    return WORDS[result.verdict].meaning


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
