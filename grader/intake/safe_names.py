"""What things are called: students, files inside archives, and text that is safe to print. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote

from grader.intake import caps

ARCHIVE = re.compile(r"\.(zip|tar\.gz|tgz)$", re.IGNORECASE)
DRIVE = re.compile(r"^[A-Za-z]:")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Devices of Windows, which no file may be called."""
CLUTTER = frozenset(
    {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini", "venv", "site-packages", "node_modules"}
)
UNSAFE = frozenset('/\\:*?"<>|%')
LONGEST_ID = 120
SHOWN = 160

RelativePath = tuple[str, ...]
"""A path below some folder, name by name."""


class UnsafeName(ValueError):
    """A name inside an archive that points out of it; the message says how."""


def shown(text: str) -> str:
    """`text` on one line, control characters and undecodable bytes escaped, middle cut."""
    if len(text) > SHOWN:
        text = f"{text[: SHOWN // 2]}…{text[-SHOWN // 2 :]}"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def is_clutter(name: str) -> bool:
    """Whether systems and tools, not students, put files of this name there."""
    return name.startswith(".") or name in CLUTTER


def is_python(name: str) -> bool:
    return name.casefold().endswith(".py")


def is_notebook(name: str) -> bool:
    return name.casefold().endswith(".ipynb")


def is_code(name: str) -> bool:
    """Whether a file of this name may be an answer."""
    return is_python(name) or is_notebook(name)


def is_archive(name: str) -> bool:
    return ARCHIVE.search(name) is not None


def stem(name: str) -> str:
    """A file's or folder's name without the ending that says what it is."""
    return name[: name.rindex(".")] if is_code(name) else ARCHIVE.sub("", name)


def student_id(name: str) -> str:
    """The student behind a folder or a file stem: the name as it is, safe as a file name.

    Letters are composed (NFC), and what some file system or terminal refuses is percent-encoded,
    so that two different names stay different: "Doe, Jané" stays, "a:b" becomes "a%3Ab". A name
    that is too long is cut and ends in a digest of the whole.
    """
    name = unicodedata.normalize("NFC", name)
    last = len(name) - 1
    safe = "".join(
        _encoded(char) if not _is_safe(char) or (char in " ." and i in (0, last)) else char
        for i, char in enumerate(name)
    )
    if RESERVED.match(safe):
        safe = f"%{ord(safe[0]):02X}{safe[1:]}"
    if len(safe.encode()) > LONGEST_ID:
        digest = hashlib.sha256(safe.encode()).hexdigest()[:12]
        safe = f"{safe.encode()[: LONGEST_ID - 13].decode(errors='ignore')}~{digest}"
    return safe


def same_student(student: str) -> str:
    """Equal for ids that some file system cannot tell apart."""
    return unicodedata.normalize("NFC", student.casefold())


def path_inside(name: str) -> RelativePath:
    """The folders and the name of an archive's member. Raises `UnsafeName`.

    A backslash separates too: old Windows tools write it, and a name must not mean one thing here
    and another there.
    """
    name = name.replace("\\", "/")
    if name.startswith("/"):
        raise UnsafeName("an absolute path")
    if DRIVE.match(name):
        raise UnsafeName("a drive letter")
    path = tuple(piece for piece in name.split("/") if piece not in ("", "."))
    if ".." in path:
        raise UnsafeName("a path that leads out of the archive")
    if len(path) > caps.DEPTH:
        raise UnsafeName(f"more than {caps.DEPTH} folders inside each other")
    return path


def _is_safe(char: str) -> bool:
    return char.isprintable() and char not in UNSAFE


def _encoded(char: str) -> str:
    undecoded_byte = "\udc80" <= char <= "\udcff"
    errors = "surrogateescape" if undecoded_byte else "surrogatepass"
    return quote(char, safe="", errors=errors).replace(".", "%2E")
