"""The tree below a path on disk, never through a link.

A file is opened without following links and without waiting (a FIFO would wait for ever), and is
read only if what was opened is a regular file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from grader.intake import caps
from grader.intake.safe_names import shown
from grader.intake.tree import File, Refused, SubmittedFolder, TreeEntry, Unreadable

CAREFULLY = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
"""Flags that not every system has; one without them has no FIFOs among its folders either."""


@dataclass(frozen=True)
class DiskFile(File):
    """A regular file."""

    path: Path

    def start(self, count: int) -> bytes:
        """The first `count` bytes. Raises `Unreadable`."""
        with self.open() as stream:
            try:
                return stream.read(count)
            except OSError as error:
                raise Unreadable(self.where, _reason(error)) from None

    def open(self) -> BinaryIO:
        """The file, if it still is a regular one. Raises `Unreadable`."""
        try:
            descriptor = os.open(self.path, CAREFULLY)
        except OSError as error:
            raise Unreadable(self.where, _reason(error)) from None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Unreadable(self.where, "is not a regular file")
        return os.fdopen(descriptor, "rb")


@dataclass(frozen=True)
class DiskFolder(SubmittedFolder):
    """A folder."""

    path: Path

    def nodes(self) -> Iterable[TreeEntry]:
        """What lies in it. Raises `Unreadable`."""
        found: list[TreeEntry] = []
        try:
            with os.scandir(self.path) as entries:
                for entry in entries:
                    if len(found) == caps.ENTRIES:
                        raise Unreadable(self.where, f"holds more than {caps.ENTRIES} entries")
                    found.append(_node(Path(entry.path), f"{self.where}/{shown(entry.name)}"))
        except OSError as error:
            raise Unreadable(self.where, _reason(error)) from None
        return found


def node_at(path: Path) -> TreeEntry:
    """What `path` is. A link is followed here, and nowhere below: a person named this path."""
    return _node(path.resolve(), shown(str(path)))


def _node(path: Path, where: str) -> TreeEntry:
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return Refused(path.name, where, _reason(error))
    if stat.S_ISREG(mode):
        return DiskFile(path.name, where, 0, path)
    if stat.S_ISDIR(mode):
        return DiskFolder(path.name, where, path)
    if stat.S_ISLNK(mode):
        return Refused(path.name, where, "is a link; hand in the file itself")
    return Refused(path.name, where, "is neither a file nor a folder")


def _reason(error: OSError) -> str:
    return f"cannot be read: {(error.strerror or 'unknown error').lower()}"
