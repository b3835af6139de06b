"""Each test is a check of its own: nothing is remembered of the one before."""

from __future__ import annotations

import pytest

from grader.checks.relating.expected_history import EXPECTED_HISTORY


@pytest.fixture(autouse=True)
def _new_check() -> None:
    """Each test is a check of its own: nothing is remembered of the one before."""
    EXPECTED_HISTORY.clear()
