"""Random numbers of checks: the same for every submission, secret where the check is hidden."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

import numpy as np

from grader.errors import UsageError

PUBLIC = b"grader: public checks"
"""Published on purpose: `grader check` at home draws the same numbers."""
BYTES = 32


def generator(check: str, secret: bytes) -> np.random.Generator:
    """A generator seeded by a check's id and a secret (or `PUBLIC`)."""
    return np.random.default_rng(seed(check, secret))


def seed(check: str, secret: bytes) -> int:
    """A 64-bit seed; different checks and different secrets share nothing."""
    return int.from_bytes(hashlib.blake2b(check.encode(), key=secret, digest_size=8).digest())


def fingerprint(secret: bytes) -> str:
    """A digest that tells secrets apart and gives none away."""
    return hashlib.blake2b(secret, person=b"grader secret", digest_size=16).hexdigest()


def course_secret(course: str) -> bytes:
    """The secret of a course on this machine, made on first use, outside every course folder.

    `GRADER_SECRET_FILE` names another file, so that several machines can grade alike.
    """
    path = _secret_file(course)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _read(path)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(BYTES))
        return _read(path)
    except OSError as error:
        raise UsageError(
            f"the secret seed of the hidden checks cannot be kept in {path}: {error.strerror}",
            hint="make the folder writable, or name another file in GRADER_SECRET_FILE",
        ) from error


def _read(path: Path) -> bytes:
    secret = path.read_bytes()
    if not BYTES <= len(secret) <= 64:
        raise UsageError(
            f"{path} holds {len(secret)} bytes; a secret seed has {BYTES} to 64",
            hint="delete it to have a new one made (hidden checks then draw other numbers)",
        )
    return secret


def _secret_file(course: str) -> Path:
    named = os.environ.get("GRADER_SECRET_FILE")
    if named:
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "grader" / f"{course}.secret"
