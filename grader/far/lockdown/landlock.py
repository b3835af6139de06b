"""Landlock: which files a process may open, decided by the kernel for good.

Mirrors Documentation/userspace-api/landlock.rst of the Linux kernel, "Compatibility", and
include/uapi/linux/landlock.h. A right that is handled and not granted is refused.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
from collections.abc import Iterable

from grader.far.lockdown.syscalls import syscall

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on all architectures
_ASK_FOR_ABI = 1
_PATH_BENEATH = 1
_LOG_NO_REFUSALS = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE = 1 << 4, 1 << 5
MAKE_DIR, MAKE_REG, MAKE_SYM = 1 << 7, 1 << 8, 1 << 12  # between: devices, sockets and pipes
REFER, TRUNCATE = 1 << 13, 1 << 14

READ = EXECUTE | READ_FILE | READ_DIR
WRITE = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE
ON_A_FILE = EXECUTE | READ_FILE | WRITE_FILE | TRUNCATE
SCRATCH = READ_FILE | READ_DIR | WRITE

FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many file rights an ABI knows; later ones know as many as ABI 5."""
BIND_AND_CONNECT_TCP = 0b11
SIGNALS_AND_ABSTRACT_SOCKETS = 0b11

SINK = "/dev/null"


def landlock_abi(at_most: int | None = None) -> int:
    """The Landlock ABI of this kernel, 0 when there is none, or `at_most` if that is less."""
    try:
        abi = syscall(CREATE_RULESET, None, 0, _ASK_FOR_ABI)
    except OSError as error:
        if error.errno not in (errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM):
            raise
        abi = 0
    return abi if at_most is None else min(abi, at_most)


def create_ruleset(abi: int, read_only: Iterable[str], scratch: str) -> int:
    """A descriptor of rules that handle all that `abi` can and grant only what is named.

    Raises OSError with the file's name when a path cannot be opened.
    """
    handled = handled_files(abi)
    ruleset = syscall(CREATE_RULESET, *_sized(_attributes(abi, handled)), 0)
    try:
        for path in read_only:
            _allow(ruleset, path, READ & handled)
        _allow(ruleset, SINK, (READ_FILE | WRITE_FILE) & handled)
        _allow(ruleset, scratch, SCRATCH & handled)
    except OSError:
        os.close(ruleset)
        raise
    return ruleset


def restrict_self(ruleset: int, abi: int) -> None:
    """Bind the calling thread, and all it will create, to the rules; closes the descriptor."""
    # From ABI 7 on the kernel would log each refusal, and a loop could flood the log.
    syscall(RESTRICT_SELF, ruleset, _LOG_NO_REFUSALS if abi >= 7 else 0)
    os.close(ruleset)


def handled_files(abi: int) -> int:
    """The file rights of an ABI, as bits."""
    return (1 << FILE_RIGHTS[min(abi, max(FILE_RIGHTS))]) - 1


def _attributes(abi: int, handled: int) -> bytes:
    attributes = struct.pack("=Q", handled)
    if abi >= 4:
        attributes += struct.pack("=Q", BIND_AND_CONNECT_TCP)
    if abi >= 6:
        attributes += struct.pack("=Q", SIGNALS_AND_ABSTRACT_SOCKETS)
    return attributes


def _sized(attributes: bytes) -> tuple[bytes, int]:
    return attributes, len(attributes)


def _allow(ruleset: int, path: str, rights: int) -> None:
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            rights &= ON_A_FILE
        syscall(ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, fd), 0)
    finally:
        os.close(fd)
