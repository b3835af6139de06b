"""The tree inside a tar.gz, which can only be read from front to back: what matters is kept."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from grader.intake import caps
from grader.intake.archives import (
    ArchiveFolder,
    Member,
    path_of,
    refuse_deep_archives,
    refuse_many_entries,
    where_inside,
)
from grader.intake.safe_names import is_archive, is_clutter, is_notebook, is_python
from grader.intake.tree import File, Refused, TreeEntry, Unreadable

DAMAGED = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError)
"""What the standard library raises on bytes that are no tar.gz."""
ENDLESS = (RecursionError, MemoryError)
"""What headers about headers, or headers of impossible sizes, come to."""

ENDS = frozenset({"EOFHeaderError", "EmptyHeaderError"})
"""The header errors (not public in `tarfile`) that mean: no more members."""


@dataclass(frozen=True)
class TarMember(File):
    """A file in a tar: the bytes that were kept of it."""

    data: bytes

    def start(self, count: int) -> bytes:
        """The first `count` bytes."""
        return self.data[:count]

    def open(self) -> BinaryIO:
        """The member as an archive in memory. Raises `Unreadable`."""
        return io.BytesIO(self.read(caps.INNER_ARCHIVE))


class StrictHeader(tarfile.TarInfo):
    """A header; a broken one in the middle is damage, not the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> StrictHeader:
        """Read the next header. Raises `tarfile.ReadError`."""
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.HeaderError as error:
            if type(error).__name__ in ENDS:
                raise
            raise tarfile.ReadError(str(error)) from None


class Meter(io.RawIOBase):
    """The unpacked bytes of a tar.gz, counted as they are read. Raises `Unreadable` at a cap."""

    def __init__(self, stream: BinaryIO, where: str) -> None:
        super().__init__()
        self.where = where
        self.packed = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        self.gzip = gzip.GzipFile(fileobj=stream)
        self.unpacked = 0
        self.allowed = caps.TAR_HEADERS

    def allow(self, count: int) -> None:
        """Let a member of `count` bytes pass, and headers after it."""
        self.allowed = self.unpacked + count + caps.TAR_HEADERS

    def drain(self) -> None:
        """Read to the end, so that the checksum is looked at."""
        self.allow(caps.TAR_UNPACKED)
        while self.read(64 * 1024):
            pass

    def read(self, count: int = -1, /) -> bytes:
        """Up to `count` unpacked bytes."""
        data = self.gzip.read(count)
        self.unpacked += len(data)
        if self.unpacked > caps.BOMB_FLOOR and self.unpacked > caps.BOMB_RATIO * self.packed:
            raise Unreadable(
                self.where, f"unpacks to more than {caps.BOMB_RATIO} times its size: a zip bomb"
            )
        if self.unpacked > caps.TAR_UNPACKED:
            raise Unreadable(
                self.where,
                f"unpacks to more than {caps.size(caps.TAR_UNPACKED)}; unpack what is needed",
            )
        if self.unpacked > self.allowed:
            raise Unreadable(self.where, "has headers larger than its files")
        return data


@contextmanager
def opened_tar(file: File) -> Iterator[ArchiveFolder]:
    """The tree inside the tar.gz `file`. Raises `Unreadable`."""
    refuse_deep_archives(file)
    with file.open() as stream:
        members = _members(Meter(stream, file.where), file)
    yield ArchiveFolder(file.name, file.where, members)


def _members(meter: Meter, file: File) -> list[Member]:
    members: list[Member] = []
    kept = 0
    try:
        with tarfile.open(fileobj=meter, mode="r|", tarinfo=StrictHeader) as archive:
            for info in archive:
                meter.allow(max(info.size, 0))
                refuse_many_entries(len(members) + 1, file.where)
                path = path_of(info.name, file.where)
                folder = info.isdir() or not path
                node = None if folder else _node(archive, info, path, file)
                kept += len(node.data) if isinstance(node, TarMember) else 0
                if kept > caps.TAR_KEPT:
                    raise Unreadable(file.where, "holds too much to keep in memory; unpack it")
                members.append((path, node))
        meter.drain()
    except (*DAMAGED, *ENDLESS) as error:
        raise Unreadable(file.where, f"is not a readable tar.gz ({error})") from None
    return members


def _node(
    archive: tarfile.TarFile, info: tarfile.TarInfo, path: tuple[str, ...], file: File
) -> TreeEntry:
    name, where = path[-1], where_inside(file, path)
    if info.issym() or info.islnk():
        return Refused(name, where, "is a link; hand in the file itself")
    if not info.isreg() or info.issparse():
        return Refused(name, where, "is neither a file nor a folder")
    return TarMember(name, where, file.levels + 1, _data(archive, info, path))


def _data(archive: tarfile.TarFile, info: tarfile.TarInfo, path: tuple[str, ...]) -> bytes:
    if any(map(is_clutter, path)):
        return b""
    cap = _cap(path[-1])
    stream = archive.extractfile(info)
    return stream.read(cap + 1) if cap and stream is not None else b""


def _cap(name: str) -> int:
    """Bytes that are kept of a file of this name."""
    if is_python(name):
        return caps.SOURCE
    if is_notebook(name):
        return caps.NOTEBOOK
    return caps.INNER_ARCHIVE if is_archive(name) else 0
