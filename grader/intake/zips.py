"""The tree inside a zip. Members are unpacked one by one when they are read, never to disk."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
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
from grader.intake.tree import File, Refused, TreeEntry, Unreadable

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
)
"""What the standard library raises on bytes that are no zip."""
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The only two that unpack in steps of bounded size, and the only two that systems write."""
ENCRYPTED = 0x1


class CappedReads(io.RawIOBase):
    """A stream for `ZipFile`, which reads a zip's table of contents in one call of any size."""

    def __init__(self, stream: BinaryIO, where: str) -> None:
        super().__init__()
        self.stream = stream
        self.where = where

    def read(self, count: int = -1, /) -> bytes:
        """Up to `count` bytes. Raises `Unreadable` before more is allocated than a cap."""
        if count > caps.ZIP_TABLE:
            raise Unreadable(self.where, "has too many entries; unpack what is needed")
        return self.stream.read(count)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place."""
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        """The place."""
        return self.stream.tell()

    def seekable(self) -> bool:
        """Always."""
        return True


@dataclass(frozen=True)
class ZipMember(File):
    """A file in a zip."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def start(self, count: int) -> bytes:
        """The first `count` bytes, with the checksum if that is all. Raises `Unreadable`."""
        if self.info.flag_bits & ENCRYPTED:
            raise Unreadable(self.where, "is encrypted; hand it in without a password")
        if self.info.compress_type not in METHODS:
            raise Unreadable(self.where, "is packed in an unusual way; pack it as a plain zip")
        try:
            with self.archive.open(self.info) as stream:
                return stream.read(count)
        except (*DAMAGED, RuntimeError) as error:
            raise Unreadable(self.where, f"is damaged ({error})") from None

    def open(self) -> BinaryIO:
        """The member as an archive in memory."""
        return io.BytesIO(self.read(caps.INNER_ARCHIVE))


@contextmanager
def opened_zip(file: File) -> Iterator[ArchiveFolder]:
    """The tree inside the zip `file`, as long as the context lasts. Raises `Unreadable`."""
    refuse_deep_archives(file)
    with file.open() as stream:
        archive = _archive(stream, file.where)
        with archive:
            infos = archive.infolist()
            refuse_many_entries(len(infos), file.where)
            members = [_member(archive, info, file) for info in infos]
            yield ArchiveFolder(file.name, file.where, members)


def _archive(stream: BinaryIO, where: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(CappedReads(stream, where))
    except (*DAMAGED, NotImplementedError) as error:
        raise Unreadable(where, f"is not a readable zip ({error})") from None


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: File) -> Member:
    path = path_of(info.filename, file.where)
    if info.filename.endswith(("/", "\\")) or not path:
        return path, None
    return path, _node(archive, info, path, file)


def _node(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: tuple[str, ...], file: File
) -> TreeEntry:
    name, where = path[-1], where_inside(file, path)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return Refused(name, where, "is a link; hand in the file itself")
    if kind not in (0, stat.S_IFREG):
        return Refused(name, where, "is neither a file nor a folder")
    return ZipMember(name, where, file.levels + 1, archive, info)
