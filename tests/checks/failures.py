"""What a failed check says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.checks import CheckFailure
from grader.evidence import Evidence


def evidence_of(check: Callable[..., Any], *args: Any, **keywords: Any) -> tuple[Evidence, ...]:
    """Run a check that must fail."""
    with pytest.raises(CheckFailure) as failure:
        check(*args, **keywords)
    return failure.value.evidence


def only_evidence_of(check: Callable[..., Any], *args: Any, **keywords: Any) -> Evidence:
    """Run a check that must fail for exactly one reason."""
    evidence = evidence_of(check, *args, **keywords)
    assert len(evidence) == 1, evidence
    return evidence[0]
