"""Folders and files as intake sees them, whether they lie on disk or in an archive."""

from __future__ import annotations

import abc
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from grader.errors import SubmissionError
from grader.intake import caps
from grader.intake.safe_names import is_archive, is_clutter


class Unreadable(SubmissionError):
    """Something that is there but cannot be read: `where`, and the `reason` in one phrase."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


@dataclass(frozen=True)
class TreeEntry(abc.ABC):
    """A name in a folder; `where` is its whole path, fit to print."""

    name: str
    where: str


@dataclass(frozen=True)
class Refused(TreeEntry):
    """What is never opened: a link, a device, a name that is there twice."""

    reason: str


@dataclass(frozen=True)
class File(TreeEntry):
    """A regular file that lies in `levels` archives."""

    levels: int

    def read(self, cap: int) -> bytes:
        """All bytes; reads at most one more than `cap`. Raises `Unreadable`."""
        data = self.start(cap + 1)
        if len(data) > cap:
            raise Unreadable(self.where, f"is larger than {caps.size(cap)}")
        return data

    @abc.abstractmethod
    def start(self, count: int) -> bytes:
        """The first `count` bytes. Raises `Unreadable`."""

    @abc.abstractmethod
    def open(self) -> BinaryIO:
        """The file as a seekable stream, for archives. Raises `Unreadable`."""


@dataclass(frozen=True)
class SubmittedFolder(TreeEntry):
    """A folder."""

    @abc.abstractmethod
    def nodes(self) -> Iterable[TreeEntry]:
        """What lies in it, in any order. Raises `Unreadable`."""

    @cached_property
    def entries(self) -> tuple[TreeEntry, ...]:
        """What students put in it, sorted by name. Raises `Unreadable`."""
        kept = (node for node in self.nodes() if not is_clutter(node.name))
        return tuple(sorted(kept, key=lambda node: node.name))

    @property
    def folders(self) -> tuple[SubmittedFolder, ...]:
        """The folders among the entries."""
        return tuple(node for node in self.entries if isinstance(node, SubmittedFolder))

    @property
    def archives(self) -> tuple[File, ...]:
        """The archives among the entries."""
        return tuple(
            node for node in self.entries if isinstance(node, File) and is_archive(node.name)
        )
