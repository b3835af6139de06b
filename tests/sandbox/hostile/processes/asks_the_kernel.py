"""Asks the kernel for what a program of a course never needs, and for setuid programs of others."""

import ctypes
import errno
import os
import platform

import refusals

CALLS = {
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "fsopen": (430, 430),
    "chroot": (161, 51),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "pidfd_open": (434, 434),
    "seccomp": (317, 277),
}
ARM = platform.machine() == "aarch64"

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    loot = []
    for name, numbers in CALLS.items():
        ctypes.set_errno(0)
        libc.syscall(numbers[ARM], 0, 0, 0, 0, 0)
        if ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
            loot.append(f"{name}: {ctypes.get_errno()}")
    for program in ("/bin/su", "/bin/mount", "/usr/bin/passwd"):
        with refusals.refused():
            os.execv(program, [program])
    return loot or 2 * x
