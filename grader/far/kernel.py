"""The few Linux calls that the processes of a slot need and Python 3.11 does not offer."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from grader.far.lockdown.syscalls import prctl

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_CLONE_NEWNS = 0x00020000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 2, 4, 8
_MS_REC, _MS_PRIVATE = 1 << 14, 1 << 18
_MNT_DETACH = 2


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent, process `parent`, dies."""
    _set(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the kernel knew of our wish
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent dies, so that none escapes."""
    _set(_PR_SET_CHILD_SUBREAPER, 1)


def leave_mounts() -> None:
    """Take a mount table of our own; mounts made from now on are seen by nobody else.

    Raises OSError where we have no right to.
    """
    _check(_libc().unshare(_CLONE_NEWNS), "unshare")
    _check(_libc().mount(None, b"/", None, ctypes.c_ulong(_MS_REC | _MS_PRIVATE), None), "mount /")


def mount_tmpfs(path: str, options: str) -> None:
    """Mount an empty tmpfs, without devices, programs and setuid. Raises OSError."""
    flags = ctypes.c_ulong(_MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    result = _libc().mount(b"tmpfs", os.fsencode(path), b"tmpfs", flags, options.encode())
    _check(result, f"mount {path}")


def unmount(path: str) -> None:
    """Take a mount away, at once for us and for good when its last user is gone."""
    _check(_libc().umount2(os.fsencode(path), _MNT_DETACH), f"unmount {path}")


def _set(option: int, value: int) -> None:
    if sys.platform == "linux":
        prctl(option, value)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
