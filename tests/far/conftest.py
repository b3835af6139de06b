"""Slots for the tests of the far side."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.far.lockdown import landlock_abi
from tests.far.slots import KINDS, TestSlot, opened
from tests.requires import requires


@pytest.fixture
def slots_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only place where slots make their folders during a test; every user may write there."""
    with tempfile.TemporaryDirectory(prefix="grader-test-") as name:
        folder = Path(name)
        folder.chmod(0o1777)
        monkeypatch.setenv("TMPDIR", name)
        yield folder


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """As whom a slot runs."""
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    return str(request.param)


@pytest.fixture
def slot(kind: str, slots_folder: Path) -> Iterator[TestSlot]:
    """A locked-down slot."""
    with opened(kind) as slot:
        yield slot
