"""How the suite is spread over processes: the tests of a file stay together by default."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("any load", deadline=None)  # a busy machine is no failure of a property
settings.load_profile("any load")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test a group for `--dist loadgroup`: what a file starts is shared in it."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
