"""Observations that were kept: an assignment is tried once per change, whoever asks.

    <course>/.grader/observations/<assignment>-<effort>.msgpack

An observation is kept under a digest of all that it depends on. The folder ignores itself, so it is
never committed, and everything in it can be deleted at any time. A course that cannot be written to
keeps none.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

import grader
from grader.executors.runtime import runtime
from grader.model import Record
from grader.validate.observation import Observed

FOLDER = Path(".grader", "observations")
JUDGE = ("numpy", "pytest")
"""Packages whose versions decide what the judge says, besides those of the assignment."""


class KeptObservation(Record):
    """The content of a file."""

    key: str
    observed: Observed


class ObservationStore:
    """The observations of one course, for one effort ("quick", "full")."""

    def __init__(self, course: Path, effort: str) -> None:
        self._folder = course / FOLDER
        self._effort = effort

    @contextmanager
    def turn(self, assignment: str) -> Iterator[None]:
        """While this lasts, nobody else observes the assignment: who waited finds it kept."""
        lock = self._locked(assignment)
        try:
            yield
        finally:
            if lock is not None:
                os.close(lock)

    def read(self, assignment: str, key: str) -> Observed | None:
        """What was observed under this key; None when nothing was, or it cannot be read."""
        try:
            kept = msgspec.msgpack.decode(self._file(assignment).read_bytes(), type=KeptObservation)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return kept.observed if kept.key == key else None

    def keep(self, observed: Observed, key: str) -> None:
        """Keep an observation in place of the assignment's last one."""
        file = self._file(observed.assignment)
        unfinished = file.with_suffix(".unfinished")
        with suppress(OSError):
            kept = KeptObservation(key=key, observed=observed)
            unfinished.write_bytes(msgspec.msgpack.encode(kept))
            unfinished.replace(file)

    def _file(self, assignment: str) -> Path:
        return self._folder / f"{assignment}-{self._effort}.msgpack"

    def _locked(self, assignment: str) -> int | None:
        """A locked file, or None where nothing can be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder.parent / ".gitignore").write_text("*\n")
            lock = os.open(self._file(assignment).with_suffix(".lock"), os.O_RDWR | os.O_CREAT)
        except OSError:
            return None
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock


def key_of(parts: Iterable[str], *, tier: str, image: str, packages: Iterable[str]) -> str:
    """What an observation is kept under: a digest of `parts`, grader's code and the runtime.

    `parts` stand for what was tried, and how thoroughly.
    """
    software = (
        runtime(tier, packages, image),
        runtime("judge", (*packages, *JUDGE)),
        code_digest(),
    )
    return hashlib.sha256("\0".join((*parts, *software)).encode()).hexdigest()


@functools.cache
def code_digest() -> str:
    """SHA-256 (hex) of this copy of grader: its code, and what pytest is told."""
    root = Path(grader.__file__).parent
    digest = hashlib.sha256()
    for path in sorted((*root.rglob("*.py"), *root.rglob("*.ini"))):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
