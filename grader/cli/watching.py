"""Waiting for a file to be saved, on any system: all that `grader check --watch` knows of files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from grader.intake.safe_names import is_clutter

EVERY = 0.1
"""Seconds between two looks."""
_CODE = frozenset({".py", ".ipynb"})

Stamp = tuple[str, int, int]


class Watch:
    """Python files and notebooks at a path, as they were when last looked at."""

    def __init__(self, path: Path) -> None:
        self._folder = path if path.is_dir() else path.parent
        self._seen = frozenset(self._stamps())

    def changed(self) -> bool:
        """Whether anything was saved, added or removed since the last look."""
        now = frozenset(self._stamps())
        before, self._seen = self._seen, now
        return now != before

    def wait(self) -> None:
        """Return when something changed."""
        while not self.changed():
            time.sleep(EVERY)

    def _stamps(self) -> Iterator[Stamp]:
        """Name, time and size of each file; one that is being replaced is seen next time."""
        for folder, folders, files in os.walk(self._folder):
            folders[:] = [name for name in folders if not is_clutter(name)]
            for name in files:
                path = Path(folder, name)
                if path.suffix in _CODE:
                    with suppress(OSError):
                        status = path.stat()
                        yield str(path), status.st_mtime_ns, status.st_size
