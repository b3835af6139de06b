"""What the tests of the judge start is shared within a module, and ended after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.judge import judging


@pytest.fixture(scope="module", autouse=True)
def _nothing_goes_on() -> Iterator[None]:
    yield
    judging.close_all()
