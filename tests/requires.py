"""Skip a test where the machine lacks something; in CI a missing part is a failure."""

from __future__ import annotations

import os

import pytest


def requires(condition: object, reason: str) -> None:
    """Go on if `condition` holds; else skip, or fail when GRADER_CI=1 says all must be there."""
    if condition:
        return
    if os.environ.get("GRADER_CI") == "1":
        pytest.fail(f"this machine must be able to run all tests, but {reason}")
    pytest.skip(reason)
