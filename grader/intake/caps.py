"""How much is read before a submission or an archive is refused.

All caps count what was really read; what headers say about sizes is never trusted.
"""

from __future__ import annotations

MIB = 1024 * 1024

SOURCE = 1 * MIB
"""Bytes of one Python file."""
NOTEBOOK = 16 * MIB
"""Bytes of one notebook, its outputs included; of those nothing is kept."""
SUBMISSION = 4 * MIB
"""Bytes of all Python files of a submission."""
SOURCES = 200
"""Python files of a submission."""
ENTRIES = 20_000
"""Files and folders in one archive, in one folder, or below one student's folder."""
DEPTH = 20
"""Folders inside folders."""

INNER_ARCHIVE = 16 * MIB
"""Bytes of an archive that lies in an archive."""
ARCHIVE_LEVELS = 2
"""An archive is opened, and an archive in it; what lies deeper stays closed."""
ZIP_TABLE = 4 * MIB
"""Bytes of a zip's table of contents."""
TAR_UNPACKED = 256 * MIB
"""Bytes that a tar.gz may unpack to."""
TAR_KEPT = 64 * MIB
"""Bytes of those that are kept: Python files, notebooks and inner archives."""
TAR_HEADERS = 1 * MIB
"""Bytes of headers before one file of a tar."""
BOMB_RATIO = 200
"""Unpacked against packed size, looked at from `BOMB_FLOOR` bytes on."""
BOMB_FLOOR = 8 * MIB


def size(count: int) -> str:
    """A cap in words: "1 MiB"."""
    return f"{count // MIB} MiB"
