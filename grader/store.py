"""Grades that outlive the run which made them.

One SQLite file beside the reports, with one writer and no way to change what is in it. A grade is
filed under a digest of everything it depends on, so that asking for the key is asking whether the
work was already done. When `put` returns, the grade survives a kill -9 and a power cut.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import msgspec

from grader.errors import ExitCode, GraderError
from grader.model import Grade, Verdict

SCHEMA_VERSION = 1
APPLICATION_ID = 0x67726472
"""Marks the file as ours (SQLite keeps it in the header): "grdr"."""

SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE grades (key TEXT PRIMARY KEY, grade BLOB NOT NULL) WITHOUT ROWID;
CREATE TRIGGER no_update BEFORE UPDATE ON grades
    BEGIN SELECT RAISE(ABORT, 'grades are never changed'); END;
CREATE TRIGGER no_delete BEFORE DELETE ON grades
    BEGIN SELECT RAISE(ABORT, 'grades are never removed'); END;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""


class StoreError(GraderError):
    """The store cannot be used; the hint says what to do about it."""

    exit_code = ExitCode.ENVIRONMENT


def store_key(parts: Mapping[str, str]) -> str:
    """SHA-256 (hex) of named parts: different whenever a name or a part differs."""
    return hashlib.sha256(json.dumps(dict(parts), sort_keys=True).encode()).hexdigest()


def storable(grade: Grade) -> Grade:
    """The grade as it comes back from the store, so that fresh and stored ones look the same.

    Whole numbers in float fields become floats, and lone surrogates are spelled out (`\\udcff`):
    they come from file names that are no text, and must not cost a student the grade.
    """
    return _decoded(_encoded(grade))


def _decoded(kept: bytes) -> Grade:
    return msgspec.msgpack.decode(kept, type=Grade)


def _encoded(grade: Grade) -> bytes:
    try:
        return msgspec.msgpack.encode(grade)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_spelled_out(msgspec.to_builtins(grade)))


def _spelled_out(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {name: _spelled_out(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled_out(item) for item in value]
    return value


class Store:
    """The grades of one results folder. Belongs to the thread that opened it; a context manager."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: int) -> None:
        self._path = path
        self._connection = connection
        self._lock = lock

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or create the store at `path`, for this process alone.

        Raises:
            StoreError: another grader has it open, or it is no store, damaged, or of a version
                that this grader does not read.
        """
        lock = _locked(path)
        try:
            with _explained(path):
                return cls(path, _connected(path), lock)
        except BaseException:
            os.close(lock)
            raise

    def get(self, key: str) -> Grade | None:
        """The grade filed under `key`, or None.

        It carries the submission id it was made for, which the caller may have to replace when
        two submissions can share a key.
        """
        query = "SELECT grade FROM grades WHERE key = ?"
        with _explained(self._path):
            row = self._connection.execute(query, (key,)).fetchone()
            return None if row is None else _decoded(row[0])

    def put(self, key: str, grade: Grade) -> Grade:
        """File a grade and return it as `storable` does; committed when this returns.

        What is already there under the key stays.

        Raises:
            StoreError: the grade is INFRA, which must be tried again instead of kept, or the
                file cannot be written.
        """
        if grade.infra or any(r.verdict is Verdict.INFRA for r in grade.results):
            raise StoreError(
                f"{grade.submission}: a submission without a grade must not be stored",
                hint="This is a mistake in grader: INFRA results are retried, never kept.",
            )
        kept = _encoded(grade)
        insert = "INSERT INTO grades VALUES (?, ?) ON CONFLICT (key) DO NOTHING"
        with _explained(self._path):
            self._connection.execute(insert, (key, kept))
        return _decoded(kept)

    def close(self) -> None:
        """Let another grader have the store."""
        self._connection.close()
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _locked(path: Path) -> int:
    """Take the lock beside the store. The system drops it when this process ends, however."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(
            f"{path.parent}: cannot write here ({error.strerror})",
            hint="Choose another folder for the results with --out.",
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(lock, 32, 0).decode(errors="replace").strip() or "unknown"
        os.close(lock)
        raise StoreError(
            f"{path.parent}: another grader (process {holder}) is working on this folder",
            hint="Wait until it is done, or choose another folder with --out.",
        ) from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=5)
    try:
        _recognise(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    """Create the table in an empty file; refuse a file that is not ours or not of our version."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if (application, version, tables) == (0, 0, 0):
        connection.executescript(SCHEMA)
    elif application != APPLICATION_ID:
        raise StoreError(
            f"{path}: this is a database of another program",
            hint="Choose another folder for the results with --out.",
        )
    elif version != SCHEMA_VERSION:
        raise StoreError(
            f"{path}: the store has version {version}, this grader reads {SCHEMA_VERSION}",
            hint="Use the grader that made it, or another folder with --out (grades everything).",
        )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn errors of the file into words for the person at the terminal."""
    try:
        yield
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _damaged(path, error) from error
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"{path}: cannot be read or written ({error})",
            hint="Free disk space or make the folder writable, then run again: nothing is lost.",
        ) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"{path}: the store is damaged ({error})",
        hint=f"Move {path.name}* away and run again: everything is graded again.",
    )
