"""How a check says no."""

from __future__ import annotations

from typing import Any

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


def restated(evidence: Evidence, **changes: Any) -> Evidence:
    """The same numbers under another kind or in other words."""
    fields = {name: getattr(evidence, name) for name in Evidence.__struct_fields__}
    return Evidence(**(fields | changes))


def _sentences(evidence: Evidence) -> str:
    return " ".join(text for text in (evidence.summary, evidence.detail) if text)
