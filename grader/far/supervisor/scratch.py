"""The one folder that a submission may write to, and how it is made, emptied and removed."""

from __future__ import annotations

import fcntl
import itertools
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from grader.far import kernel
from grader.far.supervisor.run_as import run_as

PREFIX = "grader-slot-"
_TMPFS = "size=64m,nr_inodes=4096,mode=0700"
_EMPTY_LIMIT = 30.0
"""Seconds that emptying may take before the slot is given up."""


class Scratch:
    """A slot's folder: `<temporary folder>/grader-slot-*/{lock,scratch}`.

    The lock is held as long as the slot lives; a folder whose lock is free belongs to nobody.
    """

    def __init__(self, uid: int | None, *, contained: bool = False) -> None:
        """`uid`: whose folder it is; None for ours. `contained`: the temporary folder is a sized
        tmpfs that nobody else uses, but root may neither give a folder away nor mount."""
        sweep()
        self._uid = uid
        self._home = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = _take_lock(self._home, create=True)
        self.path = self._home / "scratch"
        self._mounted = False
        if uid is not None and contained:
            _make_as(uid, self.path)
        else:
            self._make(uid)
        self.kind = "tmpfs" if contained or self._mounted else "folder"

    def empty(self) -> bool:
        """Remove everything inside, as the student's user; return whether nothing is left."""
        return run_as(partial(_leave_nothing, os.fsencode(self.path)), self._uid, _EMPTY_LIMIT)

    def remove(self) -> None:
        """Remove the folder itself. What cannot be emptied stays for a later sweep."""
        if self._mounted:
            kernel.unmount(str(self.path))
        _remove(self._home, self._uid)
        os.close(self._lock)

    def _make(self, uid: int | None) -> None:
        self._home.chmod(0o711)
        self.path.mkdir(mode=0o700)
        if uid is not None:
            os.chown(self.path, uid, uid)
            with suppress(OSError):  # root may be without the right to mount
                kernel.leave_mounts()
                kernel.mount_tmpfs(str(self.path), f"{_TMPFS},uid={uid},gid={uid}")
                self._mounted = True


def sweep() -> None:
    """Remove the folders of slots that were killed before they could clean up."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if _is_ours(home):
                lock = _take_lock(home, create=False)
                owner = (home / "scratch").lstat().st_uid
                _remove(home, owner if owner != os.geteuid() else None)
                os.close(lock)


def empty(top: bytes) -> None:
    """Remove everything in a folder, however deep and however many, following no link.

    Folders are moved up to the top before they are looked into, so that no path grows long.
    """
    token = os.fsencode(secrets.token_hex(8))
    names = (b"%s/%s-%d" % (top, token, number) for number in itertools.count())
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        os.chmod(folder, 0o700)
        for entry in list(os.scandir(folder)):
            if entry.is_dir(follow_symlinks=False):
                os.chmod(entry.path, 0o700)
                moved = next(names)
                os.rename(entry.path, moved)
                waiting.append(moved)
            else:
                os.unlink(entry.path)
        if folder != top:
            os.rmdir(folder)


def _make_as(uid: int, path: Path) -> None:
    """Make a folder that belongs to `uid`, whose parent is ours. Raises OSError."""
    path.parent.chmod(0o733)
    made = run_as(partial(os.mkdir, path, 0o700), uid, _EMPTY_LIMIT)
    path.parent.chmod(0o711)
    if not made:
        raise OSError(f"user {uid} could not make the folder {path}")


def _leave_nothing(top: bytes) -> None:
    """Empty a folder and look again. Raises OSError when something is left."""
    empty(top)
    if os.listdir(top):
        raise OSError(f"{os.fsdecode(top)} is not empty")


def _remove(home: Path, uid: int | None) -> None:
    with suppress(OSError):
        if run_as(partial(empty, os.fsencode(home / "scratch")), uid, _EMPTY_LIMIT):
            (home / "scratch").rmdir()
            (home / "lock").unlink()
            home.rmdir()


def _is_ours(home: Path) -> bool:
    """Whether this user made the folder; in a shared temporary folder anybody may plant one."""
    state = home.lstat()
    return stat.S_ISDIR(state.st_mode) and state.st_uid == os.geteuid()


def _take_lock(home: Path, *, create: bool) -> int:
    """Lock a slot's folder. Raises OSError when its owner lives, or when it has no lock."""
    flags = os.O_RDWR | os.O_NOFOLLOW | (os.O_CREAT if create else 0)
    descriptor = os.open(home / "lock", flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
