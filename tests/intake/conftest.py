"""Places to put submissions."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """An empty folder `submissions`."""
    folder = tmp_path / "submissions"
    folder.mkdir()
    return folder


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """An empty folder, in a test that does not have root's right to read everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        as_root = os.geteuid() == 0
        if as_root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if as_root:
                os.seteuid(0)
