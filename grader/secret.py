"""The secret of a course: what seeds the random numbers of its hidden checks.

It lies outside every course folder, in no release, report or sandbox, and is made on first use.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from grader.errors import UsageError

BYTES = 32
LONGEST = 64
"""Bytes that a keyed BLAKE2b takes."""


def secret_file(course: str) -> Path:
    """Where this machine keeps the secret of a course.

    `GRADER_SECRET_FILE` names another file, so that several machines can grade alike.
    """
    named = os.environ.get("GRADER_SECRET_FILE")
    if named:
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "grader" / f"{course}.secret"


def read_or_make_secret(file: Path) -> bytes:
    """The secret in `file`, which is made if it is not there. Raises UsageError."""
    try:
        if not file.exists():
            _make(file)
        secret = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"the secret of the hidden checks cannot be kept in {file}: {error.strerror}",
            hint="Make the folder writable, or name another file in GRADER_SECRET_FILE.",
        ) from error
    if not BYTES <= len(secret) <= LONGEST:
        raise UsageError(
            f"{file} holds {len(secret)} bytes; a secret has {BYTES} to {LONGEST}",
            hint="Delete it to have a new one made (hidden checks then draw other numbers).",
        )
    return secret


def fingerprint(secret: bytes) -> str:
    """A digest that tells secrets apart and gives none away."""
    return hashlib.blake2b(secret, person=b"grader secret", digest_size=16).hexdigest()


def _make(file: Path) -> None:
    """Write a new secret in one step: of two graders that start at once, the first decides."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent)  # readable by its owner alone
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(BYTES))
        with suppress(FileExistsError):
            os.link(temporary, file)
    finally:
        os.unlink(temporary)
