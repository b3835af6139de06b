"""Which tests are light, and how the suite is spread over processes."""

from __future__ import annotations

import pytest
from hypothesis import settings

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


ONE_GROUP = {"tests/release": "releases of the course"}
"""Folders whose files share what takes long to make."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark light tests; give every test a group for `--dist loadgroup`.

    The tests of a file stay together: what it starts is shared in it. So do some folders.
    """
    for item in items:
        file = item.nodeid.partition("::")[0]
        place = file.removeprefix("tests/")
        if place.startswith(LIGHT) and not (place.startswith(BROWSER) or _has(item, "alone")):
            item.add_marker(pytest.mark.light)
        if not _has(item, "xdist_group"):
            group = ONE_GROUP.get(file.rpartition("/")[0], file)
            item.add_marker(pytest.mark.xdist_group(group))


def _has(item: pytest.Item, mark: str) -> bool:
    return item.get_closest_marker(mark) is not None
