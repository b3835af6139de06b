"""The exception of a failed check, with its evidence."""

from __future__ import annotations

from grader.evidence import Evidence


class CheckFailure(AssertionError):
    """A comparison failed; `evidence` says how, one record for each value that is wrong."""

    def __init__(self, evidence: tuple[Evidence, ...]) -> None:
        super().__init__("\n".join(_sentences(record) for record in evidence))
        self.evidence = evidence


def raise_for(evidence: tuple[Evidence, ...]) -> None:
    """Raise `CheckFailure` when there is evidence; return when there is none."""
    if evidence:
        raise CheckFailure(evidence)


def _sentences(evidence: Evidence) -> str:
    return " ".join(text for text in (evidence.summary, evidence.detail) if text)
