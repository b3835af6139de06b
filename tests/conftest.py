"""Which tests are light, and how the suite is spread over processes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings

from tests.groups import GroupScheduling, long_groups_first

settings.register_profile("any load", deadline=None)  # a busy machine is no failure of a property
settings.load_profile("any load")


LIGHT = (
    *("checks", "house", "intake", "reports", "wire"),
    *("test_assignments", "test_config", "test_scoring", "test_secret"),
    *("judge/test_equivalence", "judge/test_failures", "judge/test_outcome", "judge/test_suspects"),
    *("validate/test_catalogue", "validate/test_fairness", "validate/test_fingerprints"),
)
"""Tests that start no sandbox and no engine: folders and files below `tests`."""
BROWSER = "reports/test_browser"
"""Not light all the same."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark light tests; put the groups that take longest first."""
    for item in items:
        place = item.nodeid.removeprefix("tests/")
        alone = item.get_closest_marker("alone")
        if place.startswith(LIGHT) and not (place.startswith(BROWSER) or alone):
            item.add_marker(pytest.mark.light)
    items[:] = long_groups_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Keep tests together that share what takes long to start."""
    return GroupScheduling(config, log)
