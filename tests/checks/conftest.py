"""Property tests have no deadline: a busy machine is no failure of a comparison."""

from __future__ import annotations

import pytest
from hypothesis import settings

from grader.checks.relating.expected_history import EXPECTED_HISTORY

settings.register_profile("checks", deadline=None)
settings.load_profile("checks")


@pytest.fixture(autouse=True)
def _new_check() -> None:
    """Each test is a check of its own: nothing is remembered of the one before."""
    EXPECTED_HISTORY.clear()
