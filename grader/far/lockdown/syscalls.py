"""System calls that Python does not offer, through the C library that it runs on."""

from __future__ import annotations

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38

_CAPABILITY_VERSION_3 = 0x20080522


def syscall(number: int, *arguments: int | bytes | None) -> int:
    """Make a system call; raises OSError when it fails."""
    # As a vararg, a plain Python int would go out as 32 bits.
    wide = [ctypes.c_long(a or 0) if not isinstance(a, bytes) else a for a in arguments]
    return _result(_libc.syscall(ctypes.c_long(number), *wide))


def prctl(option: int, argument: int = 0, address: int = 0) -> int:
    """Change or ask an attribute of this process; raises OSError when refused."""
    wide = [ctypes.c_ulong(number) for number in (argument, address, 0, 0)]
    return _result(_libc.prctl(option, *wide))


def drop_capabilities() -> None:
    """Empty the effective, permitted and inheritable sets, and with them the ambient one."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    empty = (ctypes.c_uint32 * 6)()
    _result(_libc.capset(header, empty))


def _result(value: int) -> int:
    if value == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return value
