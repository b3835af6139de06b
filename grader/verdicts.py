"""The words for every verdict, one row each: in tables, headlines and pages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from grader.model import Verdict


class VerdictWords(NamedTuple):
    """How a verdict is shown."""

    label: str
    """On a page, beside the check."""
    headline: str
    """What the submission does, in a table; empty for a verdict that is no cause of lost points."""
    meaning: str
    """A sentence for a student to whom nobody says more; empty if the check passed."""
    mark: str = "✗"
    """A sign that says the same as `state` without colour."""
    state: str = "failed"
    """`passed`, `failed`, `skipped` or `infra`: the colour."""


WORDS: Mapping[Verdict, VerdictWords] = {
    Verdict.PASSED: VerdictWords("passed", "only partly there", "", "✓", "passed"),
    Verdict.FAILED: VerdictWords("failed", "wrong", "What came back is not what was expected."),
    Verdict.NOT_IMPLEMENTED: VerdictWords(
        "not written yet",
        "not written yet",
        "The function is missing or still the empty one of the starter.",
    ),
    Verdict.EXCEPTION: VerdictWords(
        "exception", "raises an exception", "Your code stopped with an exception."
    ),
    Verdict.NOT_ALLOWED: VerdictWords(
        "not allowed",
        "uses something that is not allowed",
        "Your code tried something that a submission may not do.",
    ),
    Verdict.EXITED: VerdictWords(
        "exited", "ends the program", "Your code ended the whole program instead of returning."
    ),
    Verdict.SIGNAL: VerdictWords(
        "crashed", "crashes", "The program crashed below Python, or was ended by a signal."
    ),
    Verdict.TIMEOUT: VerdictWords(
        "timeout", "takes too long", "Your code took longer than allowed."
    ),
    Verdict.MEMORY: VerdictWords(
        "memory", "uses too much memory", "Your code needed more memory than allowed."
    ),
    Verdict.OUTPUT: VerdictWords(
        "too much output", "prints too much", "Your code printed more than allowed."
    ),
    Verdict.PROTOCOL: VerdictWords(
        "unreadable answer",
        "gives an answer that cannot be read",
        "What came back was no answer that can be read.",
    ),
    Verdict.SKIPPED: VerdictWords(
        "not run", "", "Not run, because a check that it needs did not pass.", "–", "skipped"
    ),
    Verdict.INFRA: VerdictWords(
        "not graded",
        "",
        "The grader itself failed here. This is not your fault and costs no points.",
        "?",
        "infra",
    ),
}
TIMEOUTS: Mapping[str, str] = {
    "cpu": "Your code used more CPU time than this check allows.",
    "wall": "Your code waited or slept for longer than this check allows.",
    "budget": "The checks before this one used up the CPU time of the whole submission.",
    "load": "Your file took too long to load: is there work outside of functions?",
}
"""What a timeout means, by its reason."""
